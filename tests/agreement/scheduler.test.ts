/**
 * The scheduler under load, on the chip: rhythms that do not drift, messages of which none is lost.
 */
import { expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { Script } from '../../compiler/program/model.ts';
import {
  act,
  always,
  atStart,
  broadcast,
  broadcastAndWait,
  change,
  labelled,
  line,
  onMessage,
  op,
  program,
  repeat,
  set,
  v,
  wait,
  waitUntil,
  when,
} from '../interpreter/blocks.ts';
import { runProgram } from '../interpreter/run-program.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { genieKit, megaKit, sketchOf } from './agreement-kit.ts';
import { runAlone, runLong, written } from './run-on-chip.ts';

const TEN_MINUTES = 600_000;
const PERIODS = [7, 11, 13, 50, 73, 100, 157, 250, 333, 500, 777, 1000] as const;
/** millis() of the official core steps by 1.024 ms and then by 2: an edge may be this far from its time. */
const GRAIN_MS = 3;
/** Ten minutes of the chip take one of a calm machine, and many of a busy one. */
const HUNG_MS = 900_000;

describeEachCompiler('the scheduler on the chip', () => {
  it(
    'keeps the periods of 12 scripts for 10 minutes, within 2 % and without drift',
    { timeout: HUNG_MS },
    async () => {
      const bricks = PERIODS.map((period, index) => ({
        id: `led${period}`,
        type: 'led',
        port: `D${22 + index}`,
      }));
      const scripts = PERIODS.map((period) => always(act(`led${period}`, 'toggle'), wait(period)));
      const machine = await runLong(sketchOf(program({ scripts, bricks }), megaKit), megaKit, TEN_MINUTES);
      for (const [index, period] of PERIODS.entries()) {
        const times = machine.edges(22 + index).map(({ cycle }) => (cycle * 1000) / machine.clockHz);
        const [first = 0, last = 0] = [times[0], times.at(-1)];
        const mean = (last - first) / (times.length - 1);
        expect(Math.abs(mean / period - 1)).toBeLessThan(0.02);
        const furthest = Math.max(...times.map((ms, beat) => Math.abs(ms - first - beat * period)));
        expect({ period, onTime: furthest < GRAIN_MS }).toEqual({ period, onTime: true });
      }
    },
  );

  it('loses no message of a storm: 6 senders, 3 receivers, some slower than the senders', async () => {
    const sender = (message: string, pace: number): Script =>
      atStart(repeat(200, broadcast(message), wait(pace)), change('finished', 1));
    const scripts = [
      sender('a', 0),
      sender('a', 1),
      sender('b', 2),
      sender('a', 3),
      sender('b', 5),
      sender('a', 11),
      onMessage('a', change('quick', 1)),
      onMessage('a', change('slow', 1), wait(3)),
      onMessage('b', wait(7), change('slower', 1)),
      atStart(
        waitUntil(op('and', op('equal', v('finished'), 6), op('equal', v('slower'), 400))),
        wait(500),
        labelled('quick', v('quick')),
        labelled('slow', v('slow')),
        labelled('slower', v('slower')),
      ),
    ];
    const storm = program({ scripts });
    const counted = 'quick = 800\nslow = 800\nslower = 400\n';
    expect(runProgram(storm, BRICK_TYPES).serial).toBe(counted);
    const machine = await runAlone(sketchOf(storm, genieKit), 8000);
    expect(written(machine).text).toBe(counted);
  });

  it('answers broadcast and wait only when the runs it asked for are over', async () => {
    const scripts = [
      atStart(
        repeat(
          20,
          change('asked', 1),
          set('ticket', v('asked')),
          broadcastAndWait('m'),
          when(op('less', v('done'), v('ticket')), [line('too early')]),
          wait(5),
        ),
        line('all answered'),
      ),
      atStart(repeat(100, change('asked', 1), broadcast('m'), wait(2))),
      onMessage('m', wait(3), change('done', 1)),
      atStart(waitUntil(op('equal', v('done'), 120)), wait(300), labelled('done', v('done'))),
    ];
    const asking = program({ scripts });
    const expected = 'all answered\ndone = 120\n';
    expect(runProgram(asking, BRICK_TYPES).serial).toBe(expected);
    const machine = await runAlone(sketchOf(asking, genieKit), 3000);
    expect(written(machine).text).toBe(expected);
  });

  it('lets no script starve while another never waits', async () => {
    const scripts = [
      always(change('spins', 1)),
      atStart(repeat(10, wait(10)), line('ten waits'), line(op('greater', v('spins'), 100))),
    ];
    const machine = await runAlone(sketchOf(program({ scripts }), genieKit), 200);
    expect(written(machine).text).toBe('ten waits\ntrue\n');
  });
});
