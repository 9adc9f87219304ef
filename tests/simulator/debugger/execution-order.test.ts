import { describe, expect, test } from 'vitest';
import type { Stage } from '../../examples/stage.ts';
import { exampleNames } from '../../examples/example-files.ts';
import { SCENARIOS } from '../../examples/scenarios/index.ts';
import { DebuggedStand, debuggableExample } from './debugged-example.ts';
import { lockstep } from './lockstep.ts';
import { oracleWorld } from './oracle-world.ts';

/**
 * Where the world of the interpreter is not yet made exactly enough for every moment (when a driver notices what, and
 * what it reads): there the blocks must agree with the program, but the interpreter is not held to the same way.
 */
const WORLD_TOO_ROUGH: ReadonlySet<string> = new Set([
  'arrosage',
  'devine-le-nombre',
  'jeu-de-reaction',
  'journal-serie',
  'lumiere-du-couloir',
  'minuteur-de-cuisine',
  'petit-piano',
  'place-de-parking',
  'radar-de-recul',
  'robot-suiveur-de-ligne',
  'ronde-de-lumieres',
  'simon',
  'telecommande',
  'veilleuse-automatique',
]);

/** By default those that are quick; all with GENIE_LONG=1. */
const QUICK: ReadonlySet<string> = new Set([
  'clignoter',
  'coffre-fort',
  'compteur',
  'joystick-et-servo',
  'robot-suiveur-de-ligne',
  'traceur-de-lumiere',
]);
const names = exampleNames().filter((name) => process.env['GENIE_LONG'] === '1' || QUICK.has(name));

describe('the blocks that begin, in order, with the values of variables there', () => {
  test.each(names)('%s', { timeout: 120_000 }, async (name) => {
    const example = await debuggableExample(name);
    const scenario = SCENARIOS.find((one) => one.example === name);
    const stand = new DebuggedStand(example);
    scenario?.acts[0]?.play(stand as unknown as Stage);
    const { tracker, machine } = stand.debugger;
    expect(stand.problems()).toEqual([]);
    // Every arrival fitted the program.
    expect(tracker.lost).toBe(0);
    expect(stand.seen.length).toBeGreaterThan(3);
    if (WORLD_TOO_ROUGH.has(name)) {
      console.info(`${name}: not compared with the interpreter, whose world is too rough there`);
      return;
    }
    const endMs = (machine.cycles * 1000) / machine.clockHz;
    const { program, kit } = example;
    const world = oracleWorld(program, stand.bench, stand.typed);
    const { difference } = lockstep(program, kit.bricks, stand.seen, world, endMs);
    expect(difference).toBeUndefined();
  });
});
