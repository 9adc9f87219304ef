import { describe, expect, test } from 'vitest';
import { traceJson } from '../../../app/simulator/export/trace-json.ts';
import { absenceSentence, brickReadings } from '../../../app/simulator/debugger/index.ts';
import { Stand } from '../bricks/stand.ts';
import { DebuggedStand, debuggableExample } from './debugged-example.ts';

const SECOND = 16e6;
const example = await debuggableExample('feu-tricolore');
const [repeating, pressed] = example.info.scripts;
const blocksOf = (script: typeof repeating): readonly string[] =>
  (script?.body ?? []).map(({ block }) => block);
const lamps = blocksOf(repeating);
const stand = (): DebuggedStand => new DebuggedStand(example);

/** Everything that was to be seen, as text. */
function seenOf({ debugger: bench }: DebuggedStand): string {
  const { signals, machine } = bench;
  const wires = [...signals.wires].map(([pin, store]) => [pin, store.edges(-1, machine.cycles, 1e6)]);
  return JSON.stringify([traceJson(machine.clockHz, new Map(), bench.bench.trace, machine.cycles), wires]);
}

describe('a program under the debugger', () => {
  test('does the same, to the cycle, as without', () => {
    const { debugger: debugged } = stand();
    const free = new Stand(example);
    debugged.run(3 * SECOND);
    free.bench.machine.run(3 * SECOND);
    const [one, other] = [debugged.machine.snapshot(), free.bench.machine.snapshot()];
    expect(one.cycles).toBe(other.cycles);
    expect(Buffer.from(one.data).equals(Buffer.from(other.data))).toBe(true);
    expect(one.parts).toEqual(other.parts);
    const flash = debugged.machine.flash.subarray(0, example.image.length);
    expect(Buffer.from(flash).equals(Buffer.from(example.image))).toBe(true);
  });

  test('says on which block each script is, also while all wait', () => {
    const { debugger: bench } = stand();
    bench.run(SECOND);
    const [first, second] = bench.scripts();
    // It waits two seconds with the green light on.
    expect(first).toMatchObject({ state: 'waiting', blocks: [lamps[1]] });
    expect(second).toMatchObject({ blocks: [] });
    bench.run(2 * SECOND);
    expect(bench.scripts()[0]).toMatchObject({ blocks: [lamps[2]] });
  });

  test('steps from block to block, and never stops inside one', () => {
    const { debugger: bench } = stand();
    const stops: string[] = [];
    const { core } = bench.machine;
    const starts = new Map<string, number>();
    const button = example.file.bricks.find(({ type }) => type === 'button')?.id ?? '';
    for (let i = 0; i < 7; i++) {
      if (i === 3) bench.set(button, 1);
      const stop = bench.step(6 * SECOND, 0);
      if (stop.reason !== 'step') throw new Error(`stopped for ${stop.reason}`);
      const last = stop.begins.at(-1);
      stops.push(last?.block ?? '');
      // A block begins at one place only here: where the table of the compiler says that its code begins.
      const known = starts.get(last?.block ?? '') ?? core.pc;
      expect(core.pc).toBe(known);
      starts.set(last?.block ?? '', known);
      const before = example.info.code.findLast(({ pc }) => pc <= core.pc * 2 - 2);
      const here = example.info.code.findLast(({ pc }) => pc <= core.pc * 2);
      expect(here).not.toBe(before);
    }
    expect(stops.slice(0, 3)).toEqual(lamps.slice(0, 3));
  });

  test('stops at breakpoints, and only there', () => {
    const { debugger: bench } = stand();
    bench.breakpoints.add(lamps[5] ?? '');
    expect(bench.run(3 * SECOND)).toEqual({ reason: 'time' });
    const brick = example.file.bricks.find(({ type }) => type === 'button')?.id ?? '';
    bench.set(brick, 1);
    const stop = bench.run(10 * SECOND);
    expect(stop).toMatchObject({ reason: 'breakpoint', begins: [{ script: 0, block: lamps[5] }] });
    // From there on it goes on, and comes by again one round later at the earliest.
    expect(bench.run(SECOND)).toEqual({ reason: 'time' });
  });

  test('shows variables by the names of the child, at a pause', () => {
    const { debugger: bench } = stand();
    bench.run(SECOND);
    expect(bench.values()).toMatchObject([
      { name: 'un piéton attend', type: 'truth', value: false, text: 'faux' },
    ]);
    bench.set(example.file.bricks.find(({ type }) => type === 'button')?.id ?? '', 1);
    bench.run(SECOND / 2);
    expect(bench.values()).toMatchObject([{ value: true, text: 'vrai' }]);
    expect(blocksOf(pressed)).toHaveLength(1);
  });

  test('shows what bricks do in a sentence', () => {
    const { debugger: bench } = stand();
    bench.run(SECOND);
    const green = example.file.bricks.filter(({ type }) => type === 'led')[2]?.id ?? '';
    expect(brickReadings(bench.bench, green)[0]).toMatchObject({
      channel: 'on',
      sentence: { fr: 'allumé', en: 'on' },
    });
  });

  test('goes slowly', () => {
    const { debugger: bench } = stand();
    for (let i = 0; i < 100; i++) bench.advance(20, 0.1);
    expect(bench.machine.cycles / SECOND).toBeCloseTo(0.2, 4);
  });
});

describe('time turned back', { timeout: 300_000 }, () => {
  const SECONDS = process.env['GENIE_LONG'] === '1' ? 60 : 4;
  const button = example.file.bricks.find(({ type }) => type === 'button')?.id ?? '';

  function played(): DebuggedStand {
    const made = stand();
    for (let second = 0; second < SECONDS; second++) {
      made.debugger.set(button, second % 3 === 1 ? 1 : 0);
      made.debugger.run(SECOND);
    }
    return made;
  }

  test('and run again gives the same, bit for bit', () => {
    const first = played();
    const { debugger: bench } = first;
    const before = seenOf(first);
    const end = bench.machine.cycles;
    const state = bench.machine.snapshot();
    bench.seek(0);
    // The last instruction of a minute may end a little behind it: so much less is kept of the beginning.
    expect(bench.machine.cycles).toBeLessThan(100);
    bench.runUntil(end);
    const again = bench.machine.snapshot();
    expect(Buffer.from(again.data).equals(Buffer.from(state.data))).toBe(true);
    expect([again.cycles, again.parts]).toEqual([state.cycles, state.parts]);
    expect(seenOf(first)).toBe(before);
  });

  test('shows each moment as it was', () => {
    const first = played();
    const { debugger: bench } = first;
    const second = stand().debugger;
    const places = new Map<number, unknown>();
    for (let i = 0; i < SECONDS; i++) {
      second.set(button, i % 3 === 1 ? 1 : 0);
      second.run(SECOND / 2);
      places.set(second.machine.cycles, [second.scripts(), second.values()]);
      second.run(SECOND / 2);
    }
    for (const [cycle, place] of [...places].reverse()) {
      bench.seek(cycle);
      expect(bench.machine.cycles).toBe(cycle);
      expect([bench.scripts(), bench.values()]).toEqual(place);
    }
  });

  test('something else done in the past makes another future', () => {
    const first = played();
    const { debugger: bench } = first;
    const end = bench.range.until;
    bench.seek(SECOND / 2);
    expect(bench.range.until).toBe(end);
    bench.set(button, 0);
    expect(bench.range.until).toBe(bench.machine.cycles);
    bench.run(4 * SECOND);
    // Nobody presses any more: the light stays green.
    expect(bench.scripts()[0]?.blocks).toEqual([lamps[2]]);
  });

  test('takes bounded memory', () => {
    const { debugger: bench } = played();
    expect(bench.time.snapshotCount).toBeLessThanOrEqual(122);
    const bytes = bench.machine.snapshot();
    const kept = bytes.data.length + bytes.eeprom.length + JSON.stringify(bytes.parts).length;
    // 120 of them: less than 1 MB; flash is shared.
    expect(kept).toBeLessThan(8192);
  });
});

test('a value that is not stored has a sentence', () => {
  expect(absenceSentence('unread').en).toBe('not stored: nothing reads it');
  expect(absenceSentence('folded').fr).toMatch(/calcule sans elle/);
  expect(absenceSentence('unused').fr).toMatch(/aucun bloc/);
});
