import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../app/host/read-templates.ts';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { FirmwareBuilder } from '../../compiler/build-firmware.ts';
import { stripComments } from '../../compiler/strip-comments.ts';

describe('comments are taken away', () => {
  it.each([
    ['int a; // text\nint b;', 'int a;\nint b;'],
    ['int/* in */a;', 'int a;'],
    ['int a /* in */ = 1;', 'int a  = 1;'],
    ['a /* one\ntwo\nthree */ b', 'a\n\n b'],
    ['/* first */\n#define A 1 // one\n', '\n#define A 1\n'],
    ['// goes on \\\nhere\nint a;', '\n\nint a;'],
    ['a; // dos\r\nb;\r\n', 'a;\r\nb;\r\n'],
    ['"// text /* */" // end', '"// text /* */"'],
    ['"a\\"// b" /* c */', '"a\\"// b"'],
    ["'\"' // quote\n'\\'' /* x */ '/'", "'\"'\n'\\''  '/'"],
    ['R"x(// )" /* )x" /* out */;', 'R"x(// )" /* )x" ;'],
    ["1'000 // thousand\n", "1'000\n"],
    ["L'a' // wide\n", "L'a'\n"],
    ['a = b / c; d = *e / *f;', 'a = b / c; d = *e / *f;'],
    ['a /* not closed\nb', 'a\n'],
    ['"not closed // text\nb // c', '"not closed // text\nb'],
    ['a//', 'a'],
    ['', ''],
  ])('%j', (text, wanted) => expect(stripComments(text)).toBe(wanted));

  it('and everything of ours keeps its lines and gives the same firmware', async () => {
    const templates = await readTemplates('firmware-templates');
    const stripped = Object.fromEntries(
      Object.entries(templates).map(([path, text]) => [
        path,
        /\.(h|cpp)$/.test(path) ? stripComments(text) : text,
      ]),
    );
    for (const [path, text] of Object.entries(templates))
      expect(stripped[path]?.split('\n').length, path).toBe(text.split('\n').length);
    const text =
      '#include <Wire.h>\n#include <EEPROM.h>\nvoid setup() { Serial.begin(9600); Wire.begin(); tone(8, 440); }\nvoid loop() { Serial.println(String(analogRead(A0)) + sin(millis() / 1000.0)); EEPROM.update(1, Serial.parseInt()); delay(10); }\n';
    const board = BOARDS.find(({ id }) => id === 'leonardo');
    if (board === undefined) throw new Error('no Leonardo');
    const sketch = { name: 's', main: 's.ino', files: [{ path: 's.ino', text }], blocks: [] };
    const [first, second] = [templates, stripped].map((files) => {
      const { linked, diagnostics } = new FirmwareBuilder(files).build({
        sketch,
        board,
        chip: CHIPS[board.chip],
      });
      expect(diagnostics).toEqual([]);
      return linked?.firmware.image;
    });
    expect(second).toEqual(first);
    expect(first?.length).toBeGreaterThan(2000);
  });
});
