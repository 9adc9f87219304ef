/**
 * The model of each driver: a brick of a kit file names a driver of ours, and so gets its model.
 * In: a driver's class name, as in boards/bricks. Out: the model; undefined for a class we do not have.
 */
import type { ModelMaker } from '../brick-model.ts';
import { buzzer } from './buzzer.ts';
import { dht } from './dht.ts';
import { display } from './display.ts';
import { encoder } from './encoder.ts';
import { infrared } from './infrared.ts';
import { lcd } from './lcd.ts';
import { led, relay } from './light.ts';
import { motor } from './motor.ts';
import { servo } from './servo.ts';
import {
  button,
  joystick,
  light,
  line,
  motion,
  potentiometer,
  sound,
  switchModel,
  temperature,
  tilt,
  touch,
} from './sources.ts';
import { distance, distanceOneWire } from './ultrasonic.ts';
import { ledStrip, rgbLed } from './ws2812.ts';

const MODELS: Readonly<Record<string, ModelMaker>> = {
  Button: button,
  Buzzer: buzzer,
  Dht: dht,
  Display4: display,
  Distance: distance,
  DistanceOneWire: distanceOneWire,
  Encoder: encoder,
  InfraredRemote: infrared,
  Joystick: joystick,
  Lcd: lcd,
  Led: led,
  LedStrip: ledStrip,
  LightSensor: light,
  LineSensor: line,
  Motion: motion,
  Motor: motor,
  Potentiometer: potentiometer,
  Relay: relay,
  RgbLed: rgbLed,
  ServoMotor: servo,
  SoundSensor: sound,
  Switch: switchModel,
  Temperature: temperature,
  Tilt: tilt,
  Touch: touch,
};

export const modelOf = (driverClass: string): ModelMaker | undefined =>
  Object.hasOwn(MODELS, driverClass) ? MODELS[driverClass] : undefined;
