import { describe, expect, it } from 'vitest';
import { verifyModule } from '../../../../compiler/ir/verify-ir.ts';
import { requireTool } from '../../../support/reference-tools.ts';
import { buildWithGcc } from '../../csmith/build-with-gcc.ts';
import { loweringCases, programOf } from './case-program.ts';
import { lowerText } from './lower-text.ts';
import { runHex, runIr, type Shown } from './run-cases.ts';

const cases = loweringCases();

const gccShows = (): Shown => {
  const build = buildWithGcc(programOf(cases, 'gcc'), '-Os', '.cpp');
  if (build === undefined) throw new Error('avr-gcc does not build the cases');
  return runHex(build.hex);
};

describe('C++ lowered to IR and interpreted does what avr-gcc’s firmware does', () => {
  const expected = requireTool('avr-g++') ? gccShows() : undefined;
  const lowered = lowerText(programOf(cases, 'ours'));
  const shown = runIr(lowered.module);

  it('says nothing against the cases, and the IR is well formed', () => {
    expect(lowered.diagnostics.map(({ message }) => message.en)).toEqual([]);
    expect(verifyModule(lowered.module)).toEqual([]);
  });

  it.each(cases.map(({ title }, index) => [title, index] as const))('%s', (_, index) => {
    expect(shown.get(index)).toBeTruthy();
    // Without avr-gcc nothing is known but that it runs.
    expect(shown.get(index)).toBe((expected ?? shown).get(index));
  });
});
