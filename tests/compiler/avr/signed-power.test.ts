import { describe, expect, it } from 'vitest';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { runInterpreted, runOnChip, type Watched } from './run-module.ts';

const POWERS = [1, 3, 8, 9, 20, 32, 61, 62];
const RESULTS = ['i8', 'i16', 'i64'];
const WATCHED: Watched = { globals: ['wide', 'seen'], registers: [] };

/** Every power and width of result for one dividend. */
function program(dividend: bigint): string {
  const lines: string[] = [];
  let next = 0;
  for (const power of POWERS)
    for (const op of ['sdiv', 'srem'])
      for (const type of RESULTS) {
        const [read, made, cut] = [next, next + 1, next + 2];
        lines.push(`%${read} = load volatile i64 data @wide`);
        lines.push(`%${made} = ${op} i64 %${read}, ${1n << BigInt(power)}`);
        if (type === 'i64') lines.push(`store volatile i64 %${made}, @seen`);
        else lines.push(`%${cut} = trunc i64 %${made} to ${type}`, `store volatile ${type} %${cut}, @seen`);
        next += type === 'i64' ? 2 : 3;
      }
  return `
global @wide data 8
global @seen data 8
func @main() -> i16 root {
bb0 entry:
  store volatile i64 ${dividend}, @wide
${lines.map((line) => `  ${line}`).join('\n')}
  ret i16 0
}`;
}

describe('signed 64-bit quotients and remainders by a power of two', () => {
  const edges = [9, 32].flatMap((power) =>
    [-1n, 0n, 1n].flatMap((by) => [(1n << BigInt(power)) + by, -(1n << BigInt(power)) + by]),
  );
  const dividends = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), -0x123456789abcdefn, ...edges];
  it(`round towards zero, of ${dividends.length} dividends by ${POWERS.length} powers`, () => {
    for (const dividend of dividends) {
      const module = parseModule(program(dividend));
      expect(runOnChip(module, { level: 'full' }, WATCHED), `${dividend}`).toMatchObject(
        runInterpreted(module, WATCHED, 100_000),
      );
    }
  });
});
