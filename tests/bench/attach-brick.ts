/**
 * From a brick type of the catalogue (boards/bricks) to its virtual part, so that tests are data.
 *
 * In: a machine, the brick type's id, its Arduino pins in cable order, its settings by id.
 * Out: the part, a union told apart by `kind`. An unknown id throws.
 */
import { buzzer, light, motor, servo } from './bricks/actuators.ts';
import { dht } from './bricks/dht.ts';
import { encoder } from './bricks/encoder.ts';
import { lcd1602 } from './bricks/lcd1602.ts';
import { necRemote } from './bricks/nec-remote.ts';
import { analogSource, digitalSource, joystick } from './bricks/sources.ts';
import { tm1637 } from './bricks/tm1637.ts';
import { hcSr04, oneWireUltrasonic } from './bricks/ultrasonic.ts';
import { ws2812 } from './bricks/ws2812.ts';
import type { Brick, Machine } from './machine.ts';

export type BrickSettings = Readonly<Record<string, number | string>>;
type Maker = (pins: readonly [number, number], settings: BrickSettings) => Brick<AttachedBrick>;

export type AttachedBrick =
  | ReturnType<ReturnType<typeof light | typeof servo | typeof buzzer | typeof motor>>
  | ReturnType<ReturnType<typeof digitalSource | typeof analogSource | typeof joystick>>
  | ReturnType<ReturnType<typeof encoder | typeof hcSr04 | typeof dht | typeof necRemote>>
  | ReturnType<ReturnType<typeof ws2812 | typeof lcd1602 | typeof tm1637>>;

/** "low" is a bare contact to ground: the program's pull-up makes the other level. */
const digital =
  (usual: 'high' | 'low'): Maker =>
  ([pin], settings) =>
    (settings['LEVEL'] ?? usual) === 'low'
      ? digitalSource({ pin, activeLevel: 0, whenOff: 'open' })
      : digitalSource({ pin });
const analog: Maker = ([pin]) => analogSource({ pin });
const lamp: Maker = ([pin]) => light({ pin });

const MAKERS: Readonly<Record<string, Maker>> = {
  led: lamp,
  relay: lamp,
  'rgb-led': ([pin]) => ws2812({ pin, count: 1 }),
  'led-strip': ([pin], settings) => ws2812({ pin, count: Number(settings['COUNT'] ?? 8) }),
  lcd: (_, settings) => lcd1602({ address: Number(settings['ADDRESS'] ?? '0x27') }),
  display: ([clock, data]) => tm1637({ clock, data }),
  buzzer: ([pin]) => buzzer({ pin }),
  servo: ([pin]) => servo({ pin }),
  motor: ([speed, direction]) => motor({ speed, direction }),
  button: digital('high'),
  switch: digital('high'),
  touch: digital('high'),
  motion: digital('high'),
  line: digital('high'),
  tilt: digital('low'),
  potentiometer: analog,
  light: analog,
  temperature: analog,
  sound: analog,
  joystick: ([x, y]) => joystick({ x, y }),
  encoder: ([a, b]) => encoder({ a, b }),
  dht: ([pin], settings) => dht({ pin, model: settings['MODEL'] === 'dht22' ? 'dht22' : 'dht11' }),
  distance: ([trigger, echo]) => hcSr04({ trigger, echo }),
  'distance-one-wire': ([signal]) => oneWireUltrasonic({ signal }),
  infrared: ([pin]) => necRemote({ pin }),
};

export function attachBrick(
  machine: Machine,
  brickTypeId: string,
  pins: readonly number[],
  settings: BrickSettings = {},
): AttachedBrick {
  const maker = MAKERS[brickTypeId];
  if (maker === undefined) throw new Error(`no virtual part for the brick type ${brickTypeId}`);
  return machine.attach(maker([pins[0] ?? -1, pins[1] ?? -1], settings));
}
