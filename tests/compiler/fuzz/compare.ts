/**
 * One random program, by avr-gcc and by every stage of ours.
 *
 * In: the program behind the prelude. Out: whether all hashes agree, and otherwise the first stage whose
 * does not. Ours is blamed only when avr-gcc at -Os and at -O0 agree with each other.
 */
import { optimise } from '../../../compiler/ir/pass-pipeline.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';
import { lowerText } from '../cpp/lower/lower-text.ts';
import { buildWithGcc } from '../csmith/build-with-gcc.ts';
import { cppPrelude } from './cpp-prelude.ts';
import { hashOfHex, hashOfIr } from './run-cpp.ts';

export type Verdict =
  | { readonly kind: 'same' }
  /** avr-gcc refuses it or does not agree with itself: nothing is known. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'different'; readonly stage: string; readonly expected: string; readonly got: string };

const isHash = (text: string): boolean => /^[0-9a-f]{8}$/.test(text);

export function compareCpp(body: string): Verdict {
  const got = ourHashes(body);
  const gccText = cppPrelude('gcc') + body;
  const small = buildWithGcc(gccText, '-Os', '.cpp');
  if (small === undefined) return { kind: 'unknown', reason: 'avr-gcc does not build it' };
  const expected = hashOfHex(small.hex);
  if (!isHash(expected)) return { kind: 'unknown', reason: expected };
  const wrong = got.find(({ hash }) => hash !== expected);
  if (wrong === undefined) return { kind: 'same' };
  const plain = buildWithGcc(gccText, '-O0', '.cpp');
  const other = plain === undefined ? 'not built' : hashOfHex(plain.hex);
  if (other !== expected) return { kind: 'unknown', reason: `-Os ${expected}, -O0 ${other}` };
  return { kind: 'different', stage: wrong.stage, expected, got: wrong.hash };
}

interface StageHash {
  readonly stage: string;
  readonly hash: string;
}

/** Up to the first that fails. */
function ourHashes(body: string): StageHash[] {
  const hashes: StageHash[] = [];
  let stage = 'lower';
  try {
    const { module, diagnostics } = lowerText(cppPrelude('ours') + body);
    const [first] = diagnostics.filter(({ severity }) => severity === 'error');
    if (first !== undefined)
      return [{ stage: 'check', hash: `${first.message.en} (line ${first.span?.line ?? '?'})` }];
    const [fault] = verifyModule(module);
    if (fault !== undefined) return [{ stage, hash: fault }];
    hashes.push({ stage, hash: hashOfIr(module) });
    const first_ = hashes[0]?.hash;
    optimise(module, 's', (name, after) => {
      stage = `pass ${name}`;
      const [broken] = verifyModule(after);
      if (broken !== undefined) hashes.push({ stage, hash: broken });
      else if (hashes.at(-1)?.hash === first_) hashes.push({ stage, hash: hashOfIr(after) });
    });
  } catch (failure) {
    hashes.push({
      stage,
      hash:
        failure instanceof Error
          ? (failure.stack ?? '').split('\n').slice(0, 4).join(' | ')
          : String(failure),
    });
  }
  return hashes;
}
