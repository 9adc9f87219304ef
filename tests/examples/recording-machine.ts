/**
 * A machine that notes what comes to its pins from outside, so that simavr can be given the same.
 *
 * In: a machine's options; which pins' parts answer the program (`watch`). Out: `inputs`. What a part
 * that answers does is noted with its cause: the last change of what the program does to its wires.
 */
import { Machine } from '../bench/machine.ts';
import type { Cause, ScriptedInput } from '../bench/simavr.ts';

interface Watched extends Cause {
  readonly cycle: number;
}

export class RecordingMachine extends Machine {
  readonly inputs: ScriptedInput[] = [];
  /** By pin of an answering part: what the program did last to one of the part's pins. */
  private readonly causes = new Map<number, { last?: Watched }>();

  /** The part on these pins answers what the program does to them. */
  watch(pins: readonly number[]): void {
    const cause: { last?: Watched } = {};
    for (const pin of pins) {
      let nth = 0;
      this.causes.set(pin, cause);
      this.onDrive(pin, (_, cycle) => (cause.last = { pin, nth: ++nth, cycle }));
    }
  }

  override setDigital(...[pin, level]: Parameters<Machine['setDigital']>): void {
    const seen = level === 'floating' ? level : level === true || level === 1 ? 1 : 0;
    const cause = this.causes.get(pin)?.last;
    if (cause === undefined) this.inputs.push({ ms: this.ms, pin, level: seen });
    else {
      const afterMs = ((this.cycles - cause.cycle) * 1000) / this.clockHz;
      this.inputs.push({ afterMs, cause, pin, level: seen });
    }
    super.setDigital(pin, level);
  }

  override setPullUp(pin: number): void {
    this.inputs.push({ pin, pullUp: true });
    super.setPullUp(pin);
  }

  override setAnalog(pin: number, value: number): void {
    this.inputs.push({ ms: this.ms, pin, analog: value });
    super.setAnalog(pin, value);
  }

  override sendSerial(text: string): void {
    this.inputs.push({ ms: this.ms, serial: text });
    super.sendSerial(text);
  }
}
