import { describe, expect, it } from 'vitest';
import { fileScopeNames } from '../../../compiler/cpp-gen/file-scope-names.ts';
import { templateFiles } from '../../../compiler/cpp-gen/template-files.ts';

const namesOf = (header: string): readonly string[] => [...fileScopeNames(header)];

describe('the names a header brings to file scope', () => {
  it('are its macros, functions, classes and constants', () => {
    const header = `#ifndef LED_H
#define LED_H
#include <Arduino.h>
#define TWICE(x) ((x) + \\
  (x))
class Led { public: void on(); uint8_t pin; };
const int NOTE_A = 440;
int add(int left, int right);
#endif`;
    expect(namesOf(header)).toEqual(['LED_H', 'TWICE', 'class', 'Led', 'const', 'int', 'NOTE_A', 'add']);
  });

  it('are not words of comments and texts, nor of brackets inside brackets', () => {
    const header = `/* one { */ int a; // two (
#define SAID "{" /* three { */
void b(int (*c)(int d)) { if (true) { e(); } } char f[] = "g { h";`;
    expect(namesOf(header)).toEqual(['int', 'a', 'SAID', 'void', 'b', 'char', 'f']);
  });
});

describe('the files of a sketch', () => {
  it('come from the drivers and the runtime only, whatever else the templates hold', () => {
    const templates = {
      'drivers/Led.h': '#include "Wire.h"\n#include "Base.h"',
      'runtime/Base.h': '',
      'core/libraries/Wire/Wire.h': '',
      'core/include/Led.h': '',
    };
    const files = templateFiles(['Led.h'], templates);
    expect(files.map(({ path, text }) => [path, text.length])).toEqual([
      ['Base.h', 0],
      ['Led.h', 35],
    ]);
  });
});
