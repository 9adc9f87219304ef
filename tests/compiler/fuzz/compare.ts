/**
 * Random programs, by avr-gcc and by every stage of ours: lowered, after every pass that changed something, as
 * firmware without and with optimisation.
 *
 * In: programs for behind the prelude. Out: whether all hashes agree, and otherwise the first stage whose
 * does not. Ours is blamed only when avr-gcc at -Os and at -O0 agree with each other. Several programs are built
 * and run as one, which costs little more than one; if that goes wrong, each is looked at by itself.
 */
import { optimise } from '../../../compiler/ir/pass-pipeline.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';
import { buildProgram } from '../build-program.ts';
import { lowerText } from '../cpp/lower/lower-text.ts';
import { buildWithGcc } from '../csmith/build-with-gcc.ts';
import { cppText } from './cpp-prelude.ts';
import { areHashes, hashOfHex, hashOfIr } from './run-cpp.ts';

export interface RandomProgram {
  readonly body: string;
  /** It has an interrupt, which the IR interpreter has not. At most one of those built as one, the last, may. */
  readonly withInterrupt: boolean;
}

export type Verdict =
  | { readonly kind: 'same' }
  /** avr-gcc refuses it or does not agree with itself: nothing is known. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'different'; readonly stage: string; readonly expected: string; readonly got: string };

/** A verdict for each program. `withNaive`: firmware without optimisation too. */
export function comparePrograms(programs: readonly RandomProgram[], withNaive: boolean): Verdict[] {
  const together = compare(programs, withNaive);
  if (together.kind === 'same' || programs.length === 1) return programs.map(() => together);
  const apart = programs.map((program) => compare([program], withNaive));
  if (together.kind === 'unknown' || apart.some(({ kind }) => kind === 'different')) return apart;
  return programs.map(() => together);
}

function compare(programs: readonly RandomProgram[], withNaive: boolean): Verdict {
  const gccText = cppText(
    'gcc',
    programs.map(({ body }) => body),
  );
  const small = buildWithGcc(gccText, '-Os', '.cpp');
  if (small === undefined) return { kind: 'unknown', reason: 'avr-gcc does not build it' };
  const expected = hashOfHex(small.hex, programs.length);
  if (!areHashes(expected, programs.length)) return { kind: 'unknown', reason: expected };
  const wrong = firstWrong(programs, expected, withNaive);
  if (wrong === undefined) return { kind: 'same' };
  const plain = buildWithGcc(gccText, '-O0', '.cpp');
  const other = plain === undefined ? 'not built' : hashOfHex(plain.hex, programs.length);
  if (other !== expected) return { kind: 'unknown', reason: `-Os ${expected}, -O0 ${other}` };
  return { kind: 'different', ...wrong, expected };
}

interface Wrong {
  readonly stage: string;
  readonly got: string;
}

function firstWrong(
  programs: readonly RandomProgram[],
  expected: string,
  withNaive: boolean,
): Wrong | undefined {
  let stage = 'lower';
  try {
    const calm = programs.filter(({ withInterrupt }) => !withInterrupt).map(({ body }) => body);
    // With an interrupt's program left out, its constructors are missing too.
    const from = calm.length === programs.length ? 0 : 8;
    const part = { from, hashes: expected.slice(from, 8 * (1 + calm.length)) };
    const wrong = wrongInIr(calm, part, (name) => (stage = name));
    if (wrong !== undefined) return wrong;
    const text = cppText(
      'ours',
      programs.map(({ body }) => body),
    );
    for (const level of withNaive ? (['naive', 'full'] as const) : (['full'] as const)) {
      stage = `firmware ${level}`;
      const build = buildProgram(text, 'c++', { level });
      const got = build.ok ? hashOfHex(build.hex, programs.length) : build.words;
      if (got !== expected) return { stage, got };
    }
    return undefined;
  } catch (failure) {
    const words = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { stage, got: words.split('\n').slice(0, 4).join(' | ') };
  }
}

function wrongInIr(
  bodies: readonly string[],
  expected: { readonly from: number; readonly hashes: string },
  at: (stage: string) => void,
): Wrong | undefined {
  if (bodies.length === 0) return undefined;
  const { module, diagnostics } = lowerText(cppText('ours', bodies));
  const said = diagnostics.find(({ severity }) => severity === 'error');
  if (said !== undefined)
    return { stage: 'check', got: `${said.message.en} (line ${said.span?.line ?? '?'})` };
  let wrong: Wrong | undefined;
  const look = (stage: string): void => {
    at(stage);
    if (wrong !== undefined) return;
    const [broken] = verifyModule(module);
    const got = broken ?? hashOfIr(module, bodies.length).slice(expected.from);
    if (got !== expected.hashes) wrong = { stage, got };
  };
  look('lower');
  optimise(module, 's', (name, _, hasChanged) => {
    if (hasChanged) look(`pass ${name}`);
  });
  look('the last pass');
  return wrong;
}
