/** What a run did, for programs: the part of `genie run --json` after the build's. docs/command.md. */
import type { Language } from '../../compiler/program/model.ts';
import type { RunReport } from '../host/run.ts';
import { faultSentence, problemSentence, type Value } from '../host/run.ts';

export interface JsonRun {
  /** Milliseconds simulated; null when nothing ran. */
  readonly ms: number | null;
  readonly bricks: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  readonly lines: readonly { readonly ms: number; readonly text: string }[];
  readonly faults: readonly {
    readonly kind: string;
    readonly message: string;
    readonly ms: number;
    readonly pc: number;
  }[];
  readonly problems: readonly {
    readonly kind: string;
    readonly brick: string | null;
    readonly message: string;
    readonly ms: number;
    readonly count: number;
    readonly detail: string;
  }[];
  readonly scenario: {
    readonly verdict: string;
    readonly results: readonly {
      readonly p: string;
      readonly o: string | null;
      readonly verdict: string;
      readonly ms: number | null;
      readonly seen: Value | null;
    }[];
  } | null;
}

export function jsonRun({ ran }: RunReport, language: Language): JsonRun {
  if (ran === undefined) return { ms: null, bricks: {}, lines: [], faults: [], problems: [], scenario: null };
  const { bench, lines, faults, problems, scenario } = ran;
  const toMs = (cycle: number): number => Math.round((cycle * 1e6) / bench.machine.clockHz) / 1000;
  const bricks: Record<string, Record<string, Value>> = {};
  for (const id of bench.ids) {
    const model = bench.model(id);
    const values: Record<string, Value> = {};
    for (const name of [...(model?.outputs ?? []), ...Object.keys(model?.inputs ?? {})]) {
      const value = bench.trace.last(`${id}.${name}`);
      if (value !== undefined) values[name] = value;
    }
    bricks[id] = values;
  }
  return {
    ms: toMs(bench.machine.cycles),
    bricks,
    lines: lines.map(({ ms, text }) => ({ ms: Math.round(ms * 1000) / 1000, text })),
    faults: faults.map(({ kind, cycle, pc }) => ({
      kind,
      message: faultSentence(kind)[language],
      ms: toMs(cycle),
      pc,
    })),
    problems: problems.map(({ kind, brick, cycle, count, detail }) => ({
      kind,
      brick: brick ?? null,
      message: problemSentence(kind)[language],
      ms: toMs(cycle),
      count,
      detail,
    })),
    scenario:
      scenario === undefined
        ? null
        : {
            verdict: scenario.verdict,
            results: scenario.results.map(({ expectation, verdict, judgement }) => ({
              p: expectation.p,
              o: 'o' in expectation ? expectation.o : null,
              verdict,
              ms: judgement.ok ? null : Math.round(judgement.ms * 1000) / 1000,
              seen: judgement.ok ? null : (judgement.seen ?? null),
            })),
          },
  };
}
