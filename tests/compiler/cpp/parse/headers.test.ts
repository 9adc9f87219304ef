/** Headers that were read before: units that begin with them come out as if read anew, places included. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../../../app/host/read-templates.ts';
import { BOARDS } from '../../../../boards/bases/index.ts';
import { CHIPS } from '../../../../boards/chips/index.ts';
import { checkProgram } from '../../../../compiler/cpp/check/check-units.ts';
import {
  parseHeader,
  parseUnit,
  type ParsedHeader,
  type UnitOptions,
} from '../../../../compiler/cpp/parse-unit.ts';
import { AVR_DEFINES } from '../../../../compiler/cpp/preprocess/avr-macros.ts';
import { SourceFiles, type SourceFile } from '../../../../compiler/cpp/source.ts';
import { ProgramReader } from '../../../../compiler/read-program.ts';
import { readExample } from '../../../examples/example-files.ts';
import { exampleSketches, filesBelow, officialSketches, templateSources, type Source } from './corpus.ts';
import { openFile, ourHeaders, TEMPLATES } from './front-end.ts';
import { readWhole } from './read-whole.ts';

const known = filesBelow(TEMPLATES, /\.h$/).map(openFile);
const defines = AVR_DEFINES('atmega328p', 'c++', [
  ['F_CPU', '16000000L'],
  ['ARDUINO', '10819'],
]);

/** How many units went on behind a header, of how many; each read both ways. */
function compare(sources: readonly Source[]): { taken: number; different: string[] } {
  const headers = new Map<SourceFile, ParsedHeader | undefined>();
  const different: string[] = [];
  let taken = 0;
  for (const { path, text, isIno } of sources) {
    const file = { path, text };
    const options = (): UnitOptions => ({
      sources: new SourceFiles([...known, file]),
      file,
      language: 'c++',
      defines,
      resolveInclude: ourHeaders,
      includeFirst: isIno ? ['Arduino.h'] : [],
      isIno,
    });
    const anew = parseUnit(options());
    let isTaken = false;
    const after = parseUnit({
      ...options(),
      headers: (header) => {
        if (!header.path.includes('core/include/')) return undefined;
        const found = headers.has(header)
          ? headers.get(header)
          : parseHeader({ ...options(), file: header, includeFirst: [], isIno: false });
        headers.set(header, found);
        isTaken ||= found !== undefined;
        return found;
      },
    });
    if (isTaken) taken++;
    if (!isDeepStrictEqual(after, anew)) different.push(path);
  }
  return { taken, different };
}

describe('a unit that begins with a header read before is the same', () => {
  it('for all of our core, drivers and examples, and the official examples', async () => {
    const sources = [...templateSources(), ...(await exampleSketches()), ...officialSketches()];
    const { taken, different } = compare(sources);
    expect(different).toEqual([]);
    expect(taken).toBeGreaterThan(sources.length * 0.9);
  });

  it.each([
    ['a guard before it', '#ifndef MINE_H\n#define MINE_H\n#include <Arduino.h>\nint a = HIGH;\n#endif\n'],
    ['a macro that changes it', '#define F_CPU 1\n#include <Arduino.h>\nlong a = F_CPU;\n'],
    ['a macro that it defines', '#define HIGH 7\n#include <Arduino.h>\nint a = HIGH;\n'],
    ['a name undefined before', '#undef __AVR_ATmega328P__\n#include <Arduino.h>\nint a;\n'],
    ['a header before', '#include <limits.h>\n#include <Arduino.h>\nint a = INT_MAX;\n'],
    ['the header twice', '#include <Arduino.h>\n#include <Arduino.h>\n#include <avr/io.h>\nint a = PORTB;\n'],
    ['a declaration before', 'int a;\n#include <Arduino.h>\nint b = LOW;\n'],
    [
      'its macros taken away',
      '#include <Arduino.h>\n#undef HIGH\n#define HIGH 3\n#undef LOW\nint a = HIGH, LOW;\n',
    ],
    ['its macros defined otherwise', '#include <Arduino.h>\n#define HIGH 3\nint a = HIGH;\n'],
    ['its macros defined alike', '#include <Arduino.h>\n#define HIGH 1\nint a = HIGH;\n'],
    ['its names hidden', '#include <Arduino.h>\nint String;\nint f(int byte) { return byte * String; }\n'],
    ['its class mentioned', '#include <Arduino.h>\nclass String;\nclass Print;\nint Print::* p;\n'],
    ['a method of its class', '#include <Arduino.h>\nvoid String::f() { buffer * 2; }\nString::Mine x;\n'],
    ['a brace too many', '#include <Arduino.h>\n}\nint a;\n'],
    ['a mistake at once', '#include <Arduino.h>\n= 3;\nint a = ;\n'],
    ['nothing more', '#include <Arduino.h>'],
    ['no text of its own', ''],
    ['counters', '#include <avr/pgmspace.h>\nint a = __COUNTER__ + __COUNTER__ + __LINE__;\n'],
    ['once', '#pragma once\n#include <Arduino.h>\nint a;\n'],
    ['a condition around it', '#if 1\n#include <Arduino.h>\n#else\n#endif\nint a = HIGH;\n'],
  ])('with %s', (_name, text) => {
    const units = [false, true].map((isIno) => ({ path: isIno ? 'a.ino' : 'a.cpp', text, isIno }));
    // Read twice: the second meets headers whose macros the first has used.
    expect(compare([...units, ...units]).different).toEqual([]);
  });
});

describe('the reader of programs', () => {
  it('lets nobody change the trees it keeps, and reads a header of the sketch’s own in the core’s place', async () => {
    const [board] = BOARDS;
    const chip = board === undefined ? undefined : CHIPS[board.chip];
    if (board === undefined || chip === undefined) throw new RangeError('no board');
    const reader = new ProgramReader(await readTemplates(TEMPLATES));
    const { sketch } = await readExample('simon');
    for (let round = 0; round < 2; round++) {
      const { units, sources } = reader.read({ sketch, board, chip });
      for (const { unit } of units) freeze(unit);
      const checked = checkProgram(units, { sources, userFiles: new Set() });
      expect(checked.diagnostics).toEqual([]);
    }
    const files = [...sketch.files, { path: 'binary.h', text: '#define MINE 1\n' }];
    const own = reader.read({ sketch: { ...sketch, files }, board, chip });
    const [first] = own.units;
    const before = reader.read({ sketch, board, chip }).units[0];
    expect(isDeepStrictEqual(readWhole(first?.unit), readWhole(before?.unit))).toBe(true);
    const replaced = [...sketch.files, { path: 'Arduino.h', text: 'int only;\n' }];
    const other = reader.read({ sketch: { ...sketch, files: replaced }, board, chip });
    expect(other.units[0]?.unit.decls[0]).toMatchObject({ kind: 'var', name: { parts: [{ text: 'only' }] } });
  });
});

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return;
  Object.freeze(value);
  for (const inside of Object.values(value)) freeze(inside);
}
