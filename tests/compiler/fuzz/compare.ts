/**
 * One random program, by avr-gcc and by every stage of ours: lowered, after every pass, as firmware without
 * and with optimisation.
 *
 * In: the program behind the prelude. Out: whether all hashes agree, and otherwise the first stage whose
 * does not. Ours is blamed only when avr-gcc at -Os and at -O0 agree with each other.
 */
import { optimise } from '../../../compiler/ir/pass-pipeline.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';
import { buildProgram } from '../build-program.ts';
import { lowerText } from '../cpp/lower/lower-text.ts';
import { buildWithGcc } from '../csmith/build-with-gcc.ts';
import { cppPrelude } from './cpp-prelude.ts';
import { hashOfHex, hashOfIr, isHash } from './run-cpp.ts';

export type Verdict =
  | { readonly kind: 'same' }
  /** avr-gcc refuses it or does not agree with itself: nothing is known. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'different'; readonly stage: string; readonly expected: string; readonly got: string };

export interface CompareOptions {
  /** The program has interrupts, which the IR interpreter has not. */
  readonly withInterrupt?: boolean;
  /** all: after every pass, and firmware without optimisation too; otherwise the first and last stages. */
  readonly stages?: 'all' | 'ends';
}

export function compareCpp(body: string, options: CompareOptions = {}): Verdict {
  const gccText = cppPrelude('gcc') + body;
  const small = buildWithGcc(gccText, '-Os', '.cpp');
  if (small === undefined) return { kind: 'unknown', reason: 'avr-gcc does not build it' };
  const expected = hashOfHex(small.hex);
  if (!isHash(expected)) return { kind: 'unknown', reason: expected };
  const wrong = firstWrong(cppPrelude('ours') + body, expected, options);
  if (wrong === undefined) return { kind: 'same' };
  const plain = buildWithGcc(gccText, '-O0', '.cpp');
  const other = plain === undefined ? 'not built' : hashOfHex(plain.hex);
  if (other !== expected) return { kind: 'unknown', reason: `-Os ${expected}, -O0 ${other}` };
  return { kind: 'different', ...wrong, expected };
}

interface Wrong {
  readonly stage: string;
  readonly got: string;
}

function firstWrong(
  text: string,
  expected: string,
  { withInterrupt = false, stages = 'all' }: CompareOptions,
): Wrong | undefined {
  let stage = 'lower';
  try {
    if (!withInterrupt) {
      const wrong = wrongInIr(text, expected, stages === 'all', (name) => (stage = name));
      if (wrong !== undefined) return wrong;
    }
    for (const level of ['naive', 'full'] as const) {
      if (level === 'naive' && stages === 'ends') continue;
      stage = `firmware ${level}`;
      const build = buildProgram(text, 'c++', { level });
      const got = build.ok ? hashOfHex(build.hex) : build.words;
      if (got !== expected) return { stage, got };
    }
    return undefined;
  } catch (failure) {
    const words = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { stage, got: words.split('\n').slice(0, 4).join(' | ') };
  }
}

function wrongInIr(
  text: string,
  expected: string,
  everyPass: boolean,
  at: (stage: string) => void,
): Wrong | undefined {
  const { module, diagnostics } = lowerText(text);
  const said = diagnostics.find(({ severity }) => severity === 'error');
  if (said !== undefined)
    return { stage: 'check', got: `${said.message.en} (line ${said.span?.line ?? '?'})` };
  let wrong: Wrong | undefined;
  const look = (stage: string): void => {
    at(stage);
    if (wrong !== undefined) return;
    const [broken] = verifyModule(module);
    const got = broken ?? hashOfIr(module);
    if (got !== expected) wrong = { stage, got };
  };
  look('lower');
  if (everyPass) optimise(module, 's', (name) => look(`pass ${name}`));
  return wrong;
}
