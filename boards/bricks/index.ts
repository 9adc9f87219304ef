/**
 * The catalogue: every brick we know, in the order in which the app shows them.
 */
import type { BrickType } from '../types.ts';
import { button } from './button.ts';
import { buzzer } from './buzzer.ts';
import { dht } from './dht.ts';
import { display } from './display.ts';
import { distance } from './distance.ts';
import { distanceOneWire } from './distance-one-wire.ts';
import { encoder } from './encoder.ts';
import { infrared } from './infrared.ts';
import { joystick } from './joystick.ts';
import { lcd } from './lcd.ts';
import { led } from './led.ts';
import { ledStrip } from './led-strip.ts';
import { light } from './light.ts';
import { line } from './line.ts';
import { motion } from './motion.ts';
import { motor } from './motor.ts';
import { potentiometer } from './potentiometer.ts';
import { relay } from './relay.ts';
import { rgbLed } from './rgb-led.ts';
import { servo } from './servo.ts';
import { sound } from './sound.ts';
import { switchBrick } from './switch.ts';
import { temperature } from './temperature.ts';
import { tilt } from './tilt.ts';
import { touch } from './touch.ts';

export const BRICK_TYPES: readonly BrickType[] = [
  led,
  rgbLed,
  ledStrip,
  lcd,
  display,
  buzzer,
  servo,
  motor,
  relay,
  button,
  switchBrick,
  touch,
  potentiometer,
  joystick,
  encoder,
  light,
  temperature,
  dht,
  distance,
  distanceOneWire,
  motion,
  sound,
  line,
  tilt,
  infrared,
];
