/**
 * The product's machine and bricks, dressed as the stage of tests/examples, so that the same scenarios of the
 * same examples are played on both.
 *
 * In: a built example. Out: `brick(id, kind)` with the questions of tests/bench/bricks, answered from the
 * trace of the product's bench.
 */
import { Bench } from '../../../app/simulator/bricks/bench.ts';
import type { TracePoint } from '../../../app/simulator/bricks/trace.ts';
import { createMachine, faultDetail } from '../../../app/simulator/index.ts';
import { serialLines, serialText } from '../../bench/observe.ts';
import type { BuiltExample } from '../../examples/build-examples.ts';
import { Rig } from '../machine/rig.ts';

interface Timed {
  readonly ms: number;
  readonly act: () => void;
}

const STEP_MS = 0.05;

export class Stand {
  readonly bench: Bench;
  readonly machine: Rig & { setAnalog(pin: number, value: number): void };
  readonly built: BuiltExample;
  private timed: Timed[] = [];
  /** False: every instruction is interpreted, one by one. */
  private readonly isFast: boolean;

  constructor(built: BuiltExample, eeprom?: Uint8Array, isFast = true) {
    const { hex, sizes, kit, file } = built;
    this.built = built;
    this.isFast = isFast;
    const machine = createMachine({
      chip: kit.board.chip,
      hex,
      dataEnd: sizes.dataEnd,
      skipIdle: isFast,
      translate: isFast,
      ...(eeprom === undefined ? {} : { eeprom }),
    });
    const rig = new Rig(machine, kit.board);
    this.machine = Object.assign(rig, { setAnalog: (pin: number, value: number) => rig.analog(pin, value) });
    this.bench = new Bench({ machine, kit, bricks: file.bricks });
  }

  at(ms: number, act: () => void): void {
    this.timed.push({ ms, act });
    this.timed.sort((a, b) => a.ms - b.ms);
  }

  run(untilMs: number): void {
    for (let next = this.timed[0]; next !== undefined && next.ms <= untilMs; next = this.timed[0]) {
      this.timed.shift();
      this.machine.run(next.ms);
      next.act();
    }
    this.machine.run(untilMs);
  }

  runUntil(condition: () => boolean, limitMs: number): boolean {
    while (!condition()) {
      if (this.machine.ms >= limitMs) return false;
      this.run(Math.min(limitMs, this.machine.ms + STEP_MS));
    }
    return true;
  }

  type(atMs: number, line: string): void {
    this.at(atMs, () => this.bench.machine.usarts[0]?.send(new TextEncoder().encode(`${line}\n`)));
  }

  lines(): readonly string[] {
    return serialLines(this.machine).map(({ text }) => text);
  }

  text(): string {
    return serialText(this.machine);
  }

  powerCycle(): Stand {
    return new Stand(this.built, this.bench.machine.eeprom, this.isFast);
  }

  problems(): readonly string[] {
    return [
      ...this.bench.machine.faults.map(faultDetail),
      ...this.bench.problems.map(({ kind, brick, detail }) => `${brick ?? 'wire'}: ${kind}, ${detail}`),
    ];
  }

  brick(id: string, kind: string): object {
    const { bench } = this;
    const hz = bench.machine.clockHz;
    const toMs = (cycle: number): number => (cycle * 1000) / hz;
    const points = (output: string): readonly TracePoint[] => bench.trace.points(`${id}.${output}`);
    const at = (output: string, ms: number) =>
      bench.trace.at(`${id}.${output}`, Math.round((ms * hz) / 1000));
    const mean = (output: string, fromMs: number, untilMs: number): number => {
      const [from, until] = [(fromMs * hz) / 1000, (untilMs * hz) / 1000];
      let sum = 0;
      const all = points(output);
      for (const [i, { cycle, value }] of all.entries()) {
        const end = Math.min(until, all[i + 1]?.cycle ?? until);
        if (end > Math.max(from, cycle)) sum += Number(value) * (end - Math.max(from, cycle));
      }
      return sum / (until - from);
    };
    const set = (value: number, input?: string): void => {
      if (!bench.set(id, value, input)) throw new Error(`${id} has no input ${input ?? ''}`);
    };
    const setAt = (ms: number, value: number, input?: string): void => this.at(ms, () => set(value, input));
    switch (kind) {
      case 'light':
        return {
          isOn: () => bench.value(id, 'on') === 1,
          isOnAt: (ms: number) => at('on', ms) === 1,
          brightness: (from: number, until: number) =>
            points('brightness').length === 0
              ? mean('on', from, until) * 100
              : mean('brightness', from, until),
          changes: () =>
            points('on')
              .slice(1)
              .map(({ cycle, value }) => ({ ms: toMs(cycle), on: value === 1 })),
        };
      case 'servo':
        return {
          angle: () => (points('held').length > 1 ? bench.value(id, 'target') : undefined),
          angleAt: (ms: number) =>
            points('held').some(({ cycle, value }) => value === 1 && toMs(cycle) <= ms)
              ? at('target', ms)
              : undefined,
          isReleased: () => bench.value(id, 'held') !== 1,
          missingRefresh: () => [],
          violations: () => bench.problems.filter(({ brick }) => brick === id),
        };
      case 'buzzer':
        return {
          notes: () => {
            const all = points('hz');
            return all.flatMap(({ cycle, value }, i) =>
              value === 0
                ? []
                : [{ hz: value, fromMs: toMs(cycle), toMs: toMs(all[i + 1]?.cycle ?? bench.machine.cycles) }],
            );
          },
        };
      case 'motor':
        return { speed: (from: number, until: number) => mean('speed', from, until) };
      case 'digital-source':
        return {
          set: (on: boolean) => set(on ? 1 : 0),
          setAt: (ms: number, on: boolean) => setAt(ms, on ? 1 : 0),
          press: (ms: number, forMs: number) => {
            setAt(ms, 1);
            setAt(ms + forMs, 0);
          },
        };
      case 'analog-source':
        return { set, setAt, setCelsius: set, setCelsiusAt: setAt };
      case 'joystick': {
        const move = (x: number, y: number): void => {
          set(x, 'x');
          set(y, 'y');
        };
        return { move, moveAt: (ms: number, x: number, y: number) => this.at(ms, () => move(x, y)) };
      }
      case 'encoder':
        return {
          turn: (clicks: number, options: { atMs: number; msPerClick: number }) =>
            this.at(options.atMs, () => {
              set(options.msPerClick, 'period');
              set((bench.input(id, 'position') ?? 0) + clicks);
            }),
        };
      case 'nec-remote':
        return {
          press: (key: number, options: { atMs: number; holdMs?: number; damaged?: boolean }) => {
            this.at(options.atMs, () => {
              set(options.damaged === true ? 1 : 0, 'damaged');
              set(key);
            });
            setAt(options.atMs + Math.max(60, (options.holdMs ?? 0) + 1), -1);
          },
        };
      case 'ultrasonic': {
        const put = (cm: number | string): void => {
          set(cm === 'silent' ? 1 : 0, 'silent');
          if (cm !== 'silent') set(cm === 'no-echo' ? 400 : Number(cm));
        };
        return { set: put, setAt: (ms: number, cm: number | string) => this.at(ms, () => put(cm)) };
      }
      case 'dht': {
        const put = ({ celsius, humidity }: { celsius: number; humidity: number }): void => {
          set(celsius, 'celsius');
          set(humidity, 'humidity');
        };
        return {
          set: put,
          setAt: (ms: number, values: { celsius: number; humidity: number }) =>
            this.at(ms, () => put(values)),
          setFailure: (failure: string) => set(['none', 'silent', 'checksum'].indexOf(failure), 'failure'),
          // The scenarios only ask how many.
          answersMs: { length: Number.POSITIVE_INFINITY },
        };
      }
      case 'strip': {
        const colours = (value: unknown): string[] => (value as string[]).map((colour) => colour.slice(1));
        const pixels = (value: unknown) =>
          colours(value).map((colour) => {
            const [r, g, b] = [0, 2, 4].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
            return { r, g, b };
          });
        return {
          colours: () => colours(bench.value(id, 'pixels')),
          pixels: () => pixels(bench.value(id, 'pixels')),
          frames: () =>
            points('pixels')
              .slice(1)
              .map(({ cycle, value }) => ({ ms: toMs(cycle), pixels: pixels(value) })),
        };
      }
      case 'lcd':
        return {
          lines: () => bench.value(id, 'lines'),
          linesAt: (ms: number) => at('lines', ms),
          history: () => points('lines').map(({ cycle, value }) => ({ ms: toMs(cycle), lines: value })),
          backlight: () => bench.value(id, 'backlight') === 1,
        };
      case 'display':
        return {
          text: () => bench.value(id, 'text'),
          brightness: () => bench.value(id, 'brightness'),
          history: () => points('text').map(({ cycle, value }) => ({ ms: toMs(cycle), text: value })),
        };
      default:
        throw new Error(`no brick of kind ${kind}`);
    }
  }
}
