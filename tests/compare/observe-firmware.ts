/**
 * Runs firmware for a while with inputs that are the same for every program, and keeps what it did.
 *
 * In: HEX and a board's chip. Out: edges of every pin, serial text, I2C bytes, EEPROM, faults.
 * The inputs: a line of text on the serial port now and then, analog voltages that wander, a few pins
 * that are pressed and let go. They are strong enough to make most sketches do something.
 */
import { BENCH_CHIPS, type BenchChipId } from '../bench/chips.ts';
import { Machine } from '../bench/machine.ts';
import type { Edge } from '../bench/wires.ts';

export interface Observation {
  readonly clockHz: number;
  readonly ms: number;
  readonly pins: ReadonlyMap<number, readonly Edge[]>;
  readonly serial: string;
  /** One string an I2C transaction. */
  readonly twi: readonly string[];
  readonly eeprom: string;
  readonly faults: readonly string[];
  /** What stopped the run before its time. */
  readonly stopped?: string;
}

const LINES = ['a\n', '12\n', 'H', 'L', '3,40,5\n', 'abc 7\n', '1', '90\n'];
const LINE_EVERY_MS = 390;
const ANALOG_EVERY_MS = 170;
const PRESSED_PINS = [2, 3, 4, 7];
const PRESS_EVERY_MS = 450;

export function observeFirmware(hex: string, chip: BenchChipId, ms: number): Observation {
  const machine = new Machine({ chip, hex });
  giveInputs(machine, chip, ms);
  let stopped: string | undefined;
  try {
    machine.run(ms);
  } catch (failure) {
    stopped = failure instanceof Error ? failure.message : String(failure);
  }
  // ADC6 and ADC7 are no digital pins.
  const isDigital = (name: string): boolean => name.startsWith('P');
  const pins = BENCH_CHIPS[chip].pins.flatMap((name, pin) =>
    isDigital(name) ? [[pin, machine.edges(pin)] as const] : [],
  );
  return {
    clockHz: machine.clockHz,
    ms,
    pins: new Map(pins.filter(([, edges]) => edges.length > 0)),
    serial: String.fromCharCode(...machine.serial.sent.map(({ byte }) => byte).slice(0, 60_000)),
    twi: machine.twi.transactions.map(
      ({ address, bytes }) => `${address.toString(16)}: ${bytes.map((byte) => byte.toString(16)).join(' ')}`,
    ),
    eeprom: [...machine.eeprom].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    faults: machine.faults.map(({ message }) => message),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

function giveInputs(machine: Machine, chip: BenchChipId, ms: number): void {
  const analogPins = BENCH_CHIPS[chip].pins
    .map((name, pin) => ({ name, pin }))
    .filter(({ name }) => BENCH_CHIPS[chip].adcPins[name] !== undefined);
  for (const { pin } of analogPins) machine.setAnalog(pin, 300 + ((pin * 37) % 400));
  for (let at = ANALOG_EVERY_MS, step = 1; at < ms; at += ANALOG_EVERY_MS, step++)
    machine.at(at, () => {
      for (const { pin } of analogPins) machine.setAnalog(pin, (300 + pin * 37 + step * 131) % 1024);
    });
  for (let at = LINE_EVERY_MS, step = 0; at < ms; at += LINE_EVERY_MS, step++)
    machine.at(at, () => machine.sendSerial(LINES[step % LINES.length] ?? ''));
  for (const [index, pin] of PRESSED_PINS.entries()) {
    let pressed = false;
    for (let at = PRESS_EVERY_MS + 100 * index; at < ms; at += PRESS_EVERY_MS)
      machine.at(at, () => {
        pressed = !pressed;
        machine.setDigital(pin, pressed ? 1 : 0);
      });
  }
}
