/**
 * The world of the direct interpreter, made from what was done to the virtual bricks of a run.
 *
 * In: the bench after the run, the program's bricks, the lines typed. Out: readings as functions of time, worked out
 * from the bricks' inputs as docs/language.md words them, without the drivers.
 */
import type { Bench } from '../../../app/simulator/bricks/bench.ts';
import type { Program } from '../../../compiler/program/model.ts';
import type { Value } from '../../interpreter/value.ts';
import { remoteKey } from '../../examples/scenario.ts';
import type { OracleWorld } from './lockstep.ts';

/** How long after the last signal a key of the remote still counts as held, in ms. */
const HELD_MS = 150;

export interface Typed {
  readonly ms: number;
  readonly text: string;
}

/** How much later than the hand a driver may notice, in ms: bounce, conversions, a whole frame of the remote. */
const DELAYS: Readonly<Record<string, readonly number[]>> = {
  infrared: [75, 60, 90, 45, 110],
  encoder: [0, 5, 10, 20, 40],
};
const USUAL_DELAYS = [0, 21, 14, 7];

export function oracleWorld(program: Program, bench: Bench, lines: readonly Typed[]): OracleWorld {
  const types = new Map(program.bricks.map(({ id, type }) => [id, type]));
  const { trace, machine } = bench;
  const cycleOf = (ms: number): number => Math.round((ms * machine.clockHz) / 1000);
  const at = (brick: string, channel: string, ms: number): number =>
    Number(trace.at(`${brick}.${channel}`, cycleOf(ms)) ?? 0);
  const percent = (value: number): number => Math.floor((value * 100 + 511) / 1023);
  const infrared = (brick: string, ms: number): { code: number; isHeld: boolean } => {
    const points = trace.points(`${brick}.key`).filter(({ cycle }) => cycle <= cycleOf(ms));
    const last = points.findLast(({ value }) => Number(value) >= 0);
    const gone = last === undefined ? undefined : points[points.indexOf(last) + 1];
    const isHeld = last !== undefined && (gone === undefined || gone.cycle > cycleOf(ms - HELD_MS));
    return { code: Number(last?.value ?? 0), isHeld };
  };
  const readingAt = (
    brick: string,
    reading: string,
    args: readonly Value[],
    ms: number,
  ): number | boolean => {
    switch (`${types.get(brick) ?? ''}.${reading}`) {
      case 'button.pressed':
        return at(brick, 'pressed', ms) === 1;
      case 'switch.on':
        return at(brick, 'on', ms) === 1;
      case 'touch.touched':
        return at(brick, 'touched', ms) === 1;
      case 'motion.moving':
        return at(brick, 'moving', ms) === 1;
      case 'line.on_line':
        return at(brick, 'dark', ms) === 1;
      case 'tilt.tilted':
        return at(brick, 'tilted', ms) === 1;
      case 'potentiometer.value':
        return at(brick, 'position', ms);
      case 'potentiometer.percent':
        return percent(at(brick, 'position', ms));
      case 'light.value':
        return at(brick, 'light', ms);
      case 'light.percent':
        return percent(at(brick, 'light', ms));
      case 'sound.value':
        return at(brick, 'loudness', ms);
      case 'sound.percent':
        return percent(at(brick, 'loudness', ms));
      case 'temperature.celsius':
      case 'dht.celsius':
        return at(brick, 'celsius', ms);
      case 'dht.humidity':
        return at(brick, 'humidity', ms);
      case 'distance.centimetres':
      case 'distance-one-wire.centimetres':
        return at(brick, 'silent', ms) === 1 ? 400 : at(brick, 'cm', ms);
      case 'encoder.position':
        return at(brick, 'position', ms);
      case 'joystick.x':
      case 'joystick.y':
        return at(brick, reading, ms);
      case 'joystick.pushed': {
        const [x, y] = [at(brick, 'x', ms), at(brick, 'y', ms)];
        const pushed: Readonly<Record<string, boolean>> = {
          up: y > 50,
          down: y < -50,
          left: x < -50,
          right: x > 50,
        };
        return pushed[String(args[0]?.value)] ?? false;
      }
      case 'infrared.code':
        return infrared(brick, ms).code;
      case 'infrared.held': {
        const { code, isHeld } = infrared(brick, ms);
        return isHeld && code === remoteKey(String(args[0]?.value));
      }
      case 'servo.angle':
        return at(brick, 'target', ms);
      case 'relay.is_on':
        return at(brick, 'on', ms) === 1;
      default:
        throw new Error(`no reading ${reading} of ${types.get(brick) ?? brick}`);
    }
  };
  return {
    lines: lines.map(({ ms, text }) => ({ ms, text })),
    reading: (brick, reading, args, ms, choose) => {
      const delays = DELAYS[types.get(brick) ?? ''] ?? USUAL_DELAYS;
      const longest = Math.max(...delays);
      const changes = bench.trace
        .names()
        .filter((name) => name.startsWith(`${brick}.`))
        .flatMap((name) => trace.points(name).map(({ cycle }) => cycle));
      const changed = changes.find((cycle) => cycle > cycleOf(ms - longest) && cycle <= cycleOf(ms));
      if (changed === undefined) return readingAt(brick, reading, args, ms);
      const delay = delays[choose(`${brick}@${changed}`, delays.length)] ?? 0;
      return readingAt(brick, reading, args, Math.max(0, ms - delay));
    },
  };
}
