/**
 * Ultrasonic distance sensors: HC-SR04 (trigger and echo) and the one-wire kind (Grove Ranger, PING))).
 *
 * In: pins and a distance that may change at any time. Out: when it measured, and what it could not accept.
 * A trigger of at least 10 µs (one wire: 5 µs) is answered after 450 µs by a pulse of 58 µs a centimetre.
 * Nothing in reach: the pulse lasts 38 ms. 'silent': no pulse at all (unplugged).
 * Specs: HC-SR04 user manual (ElecFreaks); Grove Ultrasonic Ranger wiki, Parallax #28015.
 */
import type { Brick, Machine } from '../machine.ts';

export type Distance = number | 'no-echo' | 'silent';

export interface Ultrasonic {
  readonly kind: 'ultrasonic';
  /** Centimetres. */
  set(distance: Distance): void;
  setAt(atMs: number, distance: Distance): void;
  /** When each accepted trigger ended. */
  readonly measurementsMs: readonly number[];
  readonly violations: readonly string[];
}

const HOLD_OFF_US = 450;
const US_PER_CM = 58;
const NO_ECHO_US = 38_000;

function ultrasonic(machine: Machine, trigger: number, echo: number, minimumUs: number): Ultrasonic {
  let distance: Distance = 100;
  let busyUntil = 0;
  let rose: number | undefined;
  const us = (n: number): number => machine.toCycles(n / 1000);
  const measurementsMs: number[] = [];
  const violations: string[] = [];
  const oneWire = trigger === echo;
  machine.setDigital(echo, 0);

  const answer = (fell: number): void => {
    measurementsMs.push((fell * 1000) / machine.clockHz);
    if (distance === 'silent') return;
    const start = fell + us(HOLD_OFF_US);
    const width = us(distance === 'no-echo' ? NO_ECHO_US : distance * US_PER_CM);
    busyUntil = start + width;
    machine.schedule(start, () => {
      const drive = machine.drive(echo);
      if (drive === 0 || drive === 1) violations.push(`the program drives the echo wire at ${machine.ms} ms`);
      machine.setDigital(echo, 1);
    });
    machine.schedule(start + width, () => machine.setDigital(echo, 0));
  };
  machine.onEdge(trigger, (level, cycle) => {
    const ours = oneWire && machine.drive(trigger) !== 0 && machine.drive(trigger) !== 1;
    if (cycle < busyUntil || (ours && level === 1)) return;
    if (level === 1) {
      rose = cycle;
      return;
    }
    if (rose === undefined) return;
    const width = cycle - rose;
    rose = undefined;
    if (width >= us(minimumUs)) answer(cycle);
    else violations.push(`trigger of ${(width * 1e6) / machine.clockHz} µs at ${machine.ms} ms`);
  });
  const set = (value: Distance): void => {
    distance = value;
  };
  return {
    kind: 'ultrasonic',
    set,
    setAt: (atMs, value) => machine.at(atMs, () => set(value)),
    measurementsMs,
    violations,
  };
}

export const hcSr04 =
  (pins: { trigger: number; echo: number }): Brick<Ultrasonic> =>
  (machine) =>
    ultrasonic(machine, pins.trigger, pins.echo, 10);

export const oneWireUltrasonic =
  (pins: { signal: number }): Brick<Ultrasonic> =>
  (machine) =>
    ultrasonic(machine, pins.signal, pins.signal, 5);
