/**
 * A driver in a sketch on a machine, with its virtual brick: what the driver tests share.
 *
 * In: the driver's header, the sketch, the brick and its pins. Out: the machine and the brick, of the
 * kind that was asked for; a brick of another kind throws.
 */
import { attachBrick, type AttachedBrick, type BrickSettings } from '../bench/attach-brick.ts';
import type { Machine } from '../bench/machine.ts';
import type { Mcu } from '../support/compile-sketch.ts';
import { runFirmware } from './run-firmware.ts';

export type Kind = AttachedBrick['kind'];
export type BrickOfKind<K extends Kind> = Extract<AttachedBrick, { kind: K }>;

const isKind = <K extends Kind>(brick: AttachedBrick, kind: K): brick is BrickOfKind<K> =>
  brick.kind === kind;

/** Plugs a brick of the catalogue. */
export function plug<K extends Kind>(
  machine: Machine,
  kind: K,
  brickType: string,
  pins: readonly number[],
  settings?: BrickSettings,
): BrickOfKind<K> {
  const brick = attachBrick(machine, brickType, pins, settings);
  if (!isKind(brick, kind)) throw new Error(`${brickType} is a ${brick.kind}, not a ${kind}`);
  return brick;
}

export interface Setup {
  readonly declare: string;
  readonly setup?: string;
  readonly loop?: string;
  readonly chip?: Mcu;
}

/** A machine whose sketch begins a serial line, then the driver under test, then does what is said. */
export async function machineWith(
  headers: readonly string[],
  { declare, setup = '', loop = '', chip = 'atmega328p' }: Setup,
): Promise<Machine> {
  // Without a computer on its USB, an ATmega32U4 is heard on its pins.
  const serial = chip === 'atmega32u4' ? '#define Serial Serial1\n' : '';
  const sketch = `${serial}${declare}\nvoid setup() { Serial.begin(115200); ${setup} }\nvoid loop() { ${loop} }\n`;
  return runFirmware(headers, sketch, { chip });
}
