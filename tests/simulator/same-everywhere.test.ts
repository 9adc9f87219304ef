import { expect, test } from 'vitest';
import { buildExamples } from '../examples/build-examples.ts';
import { requireTool } from '../support/reference-tools.ts';
import { askWorker } from './in-chromium.ts';
import { type Part, type Played, playPart } from './play-part.ts';

/** Many bricks; servo and screen; serial port; notes; pixels. */
const EXAMPLES = ['alarme-de-musee', 'barriere', 'journal-serie', 'metronome', 'arc-en-ciel'];
const SECONDS = 2;
/** The engine gets to know the code in the first. */
const TIMES = 2;

test.runIf(requireTool('chromium'))(
  'a worker of Chromium sees the same as Node, at a small share of real time',
  { timeout: 240_000 },
  async () => {
    const builds = buildExamples(EXAMPLES, 'builtin');
    const parts = await Promise.all(
      [...builds.values()].map(async (build): Promise<Part> => {
        const { name, hex, sizes, kit, file } = await build;
        return { name, hex, dataEnd: sizes.dataEnd, kit, bricks: file.bricks, seconds: SECONDS };
      }),
    );
    const twice = parts.flatMap((part) => Array.from({ length: TIMES }, () => part));
    const here = twice.map((part) => playPart(part, () => performance.now()));
    const there = await askWorker<Played[]>(
      `import { playPart } from './tests/simulator/play-part.ts';
       onmessage = ({ data }) => postMessage(data.map((part) => playPart(part, () => performance.now())));`,
      twice,
      200_000,
    );
    const share = ({ msPerSecond }: Played): string => `${(msPerSecond / 10).toFixed(1)} %`;
    const rows = there
      .map((one, i) => [one.name, here[i] && share(here[i]), share(one), one.regions])
      .filter((_, i) => i % TIMES === TIMES - 1);
    console.info(
      [
        'example | share of real time in Node | in Chromium | regions',
        ...rows.map((r) => r.join(' | ')),
      ].join('\n'),
    );
    const seen = (all: readonly Played[]): unknown => all.map((one) => ({ ...one, msPerSecond: 0 }));
    expect(seen(there)).toEqual(seen(here));
    for (const { points } of here) expect(points).toBeGreaterThan(10);
    expect(there.some(({ regions }) => regions > 0)).toBe(true);
  },
);
