/** What the linker says to people. */
import { describe, expect, test } from 'vitest';
import { SourceFiles } from '../../../compiler/cpp/source.ts';
import { checkReach, explainMissing } from '../../../compiler/link/explain-link.ts';
import { linkText, mega } from './link-text.ts';

const files = new SourceFiles();
const start = files.add({ path: 'a.ino', text: 'void f();\nvoid loop() { f(); }\n' });

describe('a symbol nobody defines', () => {
  const missing = { neededBy: 'loop()', loc: start + 24, symbol: 'f' };

  test('is a function without body, at its first use', () => {
    const [found] = explainMissing([{ ...missing, isFunction: true }], files, (symbol) => `${symbol}()`);
    expect(found?.code).toBe('function-without-body');
    expect(found?.message.en).toBe(
      '“f()” is used in “loop()”, but nobody says what it does. Write it, or remove the call.',
    );
    expect(found?.span).toMatchObject({ file: 'a.ino', line: 2, column: 15 });
  });

  test('is a variable that is only announced', () => {
    const [found] = explainMissing([{ ...missing, isFunction: false }], files);
    expect(found?.code).toBe('variable-without-place');
    expect(found?.message.fr).toContain('« f » est utilisée dans « loop() »');
  });

  test('is main when the program has no start', () => {
    const [found] = explainMissing([{ symbol: 'main', isFunction: true, neededBy: '', loc: -1 }], files);
    expect(found?.code).toBe('program-without-main');
    expect(found?.span).toBeUndefined();
  });
});

describe('constants', () => {
  const withConstants = (bytes: number): ReturnType<typeof linkText> =>
    linkText(`.code main\nldi r30, lo8(t)\n.stop:\nrjmp .stop\n.flashData t\n.space ${bytes}`, {
      chip: mega,
    });

  test('beyond the reach of lpm are told', () => {
    expect(checkReach(withConstants(65_000))).toEqual([]);
    const [found] = checkReach(withConstants(65_536));
    expect(found?.code).toBe('constants-full');
    expect(found?.message.en).toContain('and 65536 at most');
  });
});
