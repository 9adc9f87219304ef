/**
 * What a run did, for people: every change of the bricks and every printed line in order of time, then what is
 * wrong, then the scenario's verdict.
 */
import type { RunReport, Value } from '../host/run.ts';
import { faultSentence, problemSentence } from '../host/run.ts';
import type { Invocation } from './command.ts';
import { harmless } from './style.ts';
import { say } from './words.ts';

const MAX_CHANGES = 200;
const MAX_TEXT = 60;

export function valueText(value: Value): string {
  const text = typeof value === 'object' ? value.join(' | ') : String(value);
  return harmless(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text);
}

export function printRun({ build, ran }: RunReport, { language, style, out, err }: Invocation): void {
  if (ran === undefined) return;
  const { bench, lines, faults, problems, scenario } = ran;
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  const toMs = (cycle: number): number => (cycle * 1000) / bench.machine.clockHz;
  const changes = [
    ...changesOf(bench, toMs),
    ...lines.map(({ ms, text }) => ({ ms, text: `› ${harmless(text)}` })),
  ];
  changes.sort((a, b) => a.ms - b.ms);
  for (const { ms, text } of changes.slice(0, MAX_CHANGES))
    out(`${style.dim(seconds(ms).padStart(9))}  ${text}\n`);
  if (changes.length > MAX_CHANGES)
    out(`${' '.repeat(11)}${say('moreChanges', language, { n: changes.length - MAX_CHANGES })}\n`);

  for (const { kind, brick, cycle, count } of problems) {
    const where = [
      ...(brick === undefined ? [] : [harmless(brick)]),
      say('atTime', language, { seconds: seconds(toMs(cycle)) }),
      ...(count > 1 ? [say('timesSeen', language, { n: count })] : []),
    ];
    err(`${style.yellow('!')} ${problemSentence(kind)[language]}\n    ${style.dim(where.join(', '))}\n`);
  }
  for (const { kind, cycle } of faults) {
    const when = say('atTime', language, { seconds: seconds(toMs(cycle)) });
    err(`${style.red('✗')} ${faultSentence(kind)[language]}\n    ${style.dim(when)}\n`);
  }
  const board = build.board?.name[language] ?? '';
  out(`${style.green('✓')} ${say('ran', language, { seconds: seconds(ran.ms), board })}\n`);
  if (scenario === undefined) return;
  for (const { expectation, verdict, judgement } of scenario.results) {
    const mark =
      verdict === 'pass' ? style.green('✓') : verdict === 'fail' ? style.red('✗') : style.yellow('?');
    const about = 'o' in expectation ? ` ${harmless(expectation.o)}` : '';
    const seen =
      judgement.ok || judgement.seen === undefined
        ? ''
        : `, ${say('wasSeen', language, { value: valueText(judgement.seen) })}`;
    const when = judgement.ok
      ? ''
      : `: ${say('atTime', language, { seconds: seconds(judgement.ms) })}${seen}`;
    out(`  ${mark} ${expectation.p}${about}${when}\n`);
  }
  const words = { pass: 'verdictPass', fail: 'verdictFail', undecided: 'verdictUndecided' } as const;
  out(`${say(words[scenario.verdict], language)}\n`);
}

/** Of every brick the changes of what it shows and of what was done to it, without the first values. */
function* changesOf(
  bench: NonNullable<RunReport['ran']>['bench'],
  toMs: (cycle: number) => number,
): Generator<{ ms: number; text: string }> {
  for (const name of bench.trace.names()) {
    for (const { cycle, value } of bench.trace.points(name).slice(1))
      yield { ms: toMs(cycle), text: `${harmless(name)} = ${valueText(value)}` };
  }
}
