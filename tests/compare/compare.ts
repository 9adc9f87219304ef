/**
 * Compiles whole folders of sketches with the built-in compiler and with avr-gcc and the official core,
 * runs both for a while with the same inputs, and prints for each sketch: same, different, unsupported
 * (with the reason), or why it could not be compared; then the sums.
 *
 *   npm run compare -- FOLDER… [--board ID] [--ms N] [--json]
 *
 * In: folders; each .ino below them is a sketch with its tabs, headers and sources beside it.
 * Out: a line a sketch, exit code 1 when one is different. Needs avr-g++ and the Arduino core.
 */
import { parseArgs } from 'node:util';
import { compareSketches, sketchesBelow, type Verdict } from './compare-sketches.ts';

const DEFAULT_MS = 3000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      board: { type: 'string', default: 'uno' },
      ms: { type: 'string', default: String(DEFAULT_MS) },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) {
    console.error('npm run compare -- FOLDER… [--board ID] [--ms N] [--json]');
    process.exitCode = 2;
    return;
  }
  const counts: Record<Verdict, number> = { same: 0, different: 0, unsupported: 0, 'not compared': 0 };
  let [ourBytes, theirBytes] = [0, 0];
  await compareSketches(positionals.flatMap(sketchesBelow), values.board, Number(values.ms), (row) => {
    counts[row.verdict]++;
    const [a, b] = row.flash;
    if (a !== undefined && b !== undefined) {
      ourBytes += a;
      theirBytes += b;
    }
    if (values.json) console.log(JSON.stringify(row));
    else
      console.log(
        `${row.verdict.padEnd(13)} ${row.sketch.padEnd(32)} ${String(a ?? '–').padStart(6)} ${String(b ?? '–').padStart(6)}  ${row.reason}`,
      );
  });
  if (!values.json) {
    console.log(
      Object.entries(counts)
        .map(([verdict, count]) => `${verdict} ${count}`)
        .join(', '),
    );
    if (theirBytes > 0)
      console.log(`flash: ${ourBytes} / ${theirBytes} bytes = ${(ourBytes / theirBytes).toFixed(3)}`);
  }
  if (counts.different > 0) process.exitCode = 1;
}

await main();
