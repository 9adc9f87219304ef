import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../../app/host/read-templates.ts';
import { CHIPS } from '../../../boards/chips/index.ts';
import { FirmwareBuilder } from '../../../compiler/build-firmware.ts';
import { NO_LOC, PlaceTable } from '../../../compiler/cpp/source.ts';
import { debugInfoOf } from '../../../compiler/debug/debug-info-of.ts';
import type { FlowNode } from '../../../compiler/debug/debug-info.ts';
import { firmwareTables } from '../../../compiler/debug/firmware-tables.ts';
import { findSymbols } from '../../../compiler/program/symbols.ts';
import { checkProgram } from '../../../compiler/program/check-program.ts';
import { exampleNames, readExample } from '../../examples/example-files.ts';

const builder = new FirmwareBuilder(await readTemplates('firmware-templates'));

/** By default every third; all with GENIE_LONG=1. */
const names = exampleNames().filter((_, index) => process.env['GENIE_LONG'] === '1' || index % 3 === 0);

/** Blocks that may well be nothing but a jump, or nothing at all. */
const OFTEN_EMPTY = new Set(['note', 'forever', 'break', 'continue', 'return']);

function* nodesOf(body: readonly FlowNode[]): Generator<FlowNode> {
  for (const node of body) {
    yield node;
    for (const inner of node.bodies) yield* nodesOf(inner);
  }
}

describe('the table of places', () => {
  const places = new PlaceTable(1000, 2000);

  test('knows the call through which code of others came in', () => {
    const inlined = places.within(50, 1234);
    expect(inlined).toBeLessThan(NO_LOC);
    expect(places.within(50, 1234)).toBe(inlined);
    expect(places.writtenAt(inlined)).toBe(50);
    expect(places.ownPlaces(inlined)).toEqual([[1234]]);
    // From a function that has itself come in; into a function of the sketch that comes in somewhere else.
    expect(places.ownPlaces(places.within(60, inlined))).toEqual([[1234]]);
    expect(places.ownPlaces(places.within(inlined, 1777))).toEqual([[1234, 1777]]);
    expect(places.ownPlaces(places.within(1500, 1234))).toEqual([[1500, 1234]]);
  });

  test('leaves code that the sketch does not call alone', () => {
    expect(places.within(1500, 60)).toBe(1500);
    expect(places.within(50, 60)).toBe(50);
    expect(places.ownPlaces(50)).toEqual([[]]);
  });

  test('knows both places of code that is kept once', () => {
    const both = places.either(1100, places.within(50, 1200));
    expect(places.ownPlaces(both)).toEqual([[1100], [1200]]);
    expect(places.ownPlaces(places.either(both, 50))).toEqual([[1100], [1200], []]);
    expect(places.writtenAt(both)).toBe(1100);
    expect(places.either(1100, 1100)).toBe(1100);
  });
});

describe('the tables of the examples', () => {
  test.each(names)('%s', async (name) => {
    const { sketch, kit, program } = await readExample(name);
    const request = { board: kit.board, chip: CHIPS[kit.board.chip] };
    const built = builder.build({ ...request, sketch });
    // A sketch without blocks has no table of places: the bytes are the same.
    const without = builder.build({ ...request, sketch: { ...sketch, blocks: [] } });
    expect(without.sources.places).toBeUndefined();
    if (built.linked === undefined || without.linked === undefined) throw new Error('it does not build');
    const { firmware } = built.linked;
    expect(Buffer.from(firmware.image).equals(Buffer.from(without.linked.firmware.image))).toBe(true);

    const { typed } = checkProgram(program, kit);
    if (typed === undefined) throw new Error('the program has errors');
    const info = debugInfoOf(typed, sketch, firmwareTables(firmware, built.sources, sketch));
    const withCode = new Set(info.code.flatMap(({ works }) => works.flatMap(({ blocks }) => blocks)));
    const bodies = [...info.scripts, ...info.ownBlocks].map(({ body }) => body);
    const empty = bodies
      .flatMap((body) => [...nodesOf(body)])
      .filter(({ block, inside, calls, kind }) => {
        if (OFTEN_EMPTY.has(kind) || calls.length > 0) return false;
        return !withCode.has(block) && !inside.some((one) => withCode.has(one));
      });
    expect(empty).toEqual([]);

    // Addresses lie in the RAM that variables take, one after the other.
    const { ram } = CHIPS[kit.board.chip];
    const known = findSymbols(program, kit);
    for (const { id, of, address, count, isRead } of info.values) {
      expect(of === 'list' ? known.lists.has(id) : known.variables.has(id)).toBe(true);
      for (const at of [address, count?.address]) {
        if (at === undefined) continue;
        expect(at).toBeGreaterThanOrEqual(ram.start);
        expect(at).toBeLessThan(ram.start + firmware.ramBytes);
      }
      expect(address === undefined || isRead).toBe(true);
    }
    // Every script that takes turns has its bookmark, with each of its steps once.
    for (const { bookmark } of info.scripts) {
      if (bookmark === undefined) continue;
      const numbers = bookmark.steps.map(({ step }) => step);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
      expect([1, 2]).toContain(bookmark.bytes);
    }
  });
});
