/**
 * The shapes of boards/types.ts for values that come from outside: strict, so that a mistyped key is seen.
 *
 * In: unknown values. Out: valibot schemas whose output is exactly `Chip`, `Board`, `BrickType`; the
 * compiler checks that here. What a shape cannot say (a pin that exists, a unique id) is in check-*.ts.
 */
import * as v from 'valibot';
import { CHIP_IDS, type Board, type BrickType, type Chip } from './types.ts';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const localized = v.strictObject({ fr: text, en: text });
const identifier = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_-]*$/));
const upperCase = v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]*$/));
const cppName = v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/));
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const pin = whole(0, 255);
const pinNumberKey = v.pipe(v.string(), v.regex(/^\d{1,3}$/));
const finite = v.pipe(v.number(), v.finite());

const capability = v.picklist([
  'digital-in',
  'digital-out',
  'pwm',
  'analog-in',
  'i2c-data',
  'i2c-clock',
  'interrupt',
]);

const chipPin = v.strictObject({
  adc: v.exactOptional(whole(0, 15)),
  pwm: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-5][A-D]$/))),
  interrupt: v.exactOptional(v.pipe(v.string(), v.regex(/^INT[0-7]$/))),
  pinChange: v.exactOptional(v.pipe(v.string(), v.regex(/^PCINT\d{1,2}$/))),
  twi: v.exactOptional(v.picklist(['SDA', 'SCL'])),
  usart: v.exactOptional(v.pipe(v.string(), v.regex(/^[RT]XD[0-3]$/))),
  spi: v.exactOptional(v.picklist(['SS', 'SCK', 'MOSI', 'MISO'])),
  analogOnly: v.exactOptional(v.boolean()),
});

const memory = v.strictObject({ bytes: whole(1, 0x100000), pageBytes: whole(1, 1024) });

export const ChipSchema: v.GenericSchema<unknown, Chip> = v.strictObject({
  id: v.picklist(CHIP_IDS),
  name: text,
  mcu: text,
  flash: memory,
  ram: v.strictObject({ start: whole(0, 0xffff), bytes: whole(1, 0x10000) }),
  eeprom: memory,
  signature: v.strictTuple([whole(0, 255), whole(0, 255), whole(0, 255)]),
  timers: v.array(
    v.strictObject({
      id: whole(0, 5),
      bits: v.picklist([8, 10, 16]),
      channels: v.record(v.pipe(v.string(), v.regex(/^[A-D]$/)), v.string()),
    }),
  ),
  timerRoles: v.strictObject({ time: whole(0, 5), servo: whole(0, 5), tone: whole(0, 5) }),
  vectors: v.array(v.strictObject({ number: whole(0, 255), name: cppName })),
  pins: v.record(v.pipe(v.string(), v.regex(/^(P[A-L][0-7]|ADC\d+)$/)), chipPin),
});

export const PortSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9+_-]{0,11}$/)),
  signals: v.pipe(
    v.array(v.strictObject({ pin, capabilities: v.array(capability) })),
    v.minLength(1),
    v.maxLength(8),
  ),
  bus: v.exactOptional(v.literal('i2c')),
});

export const BoardSchema: v.GenericSchema<unknown, Board> = v.strictObject({
  id: identifier,
  name: localized,
  chip: v.picklist(CHIP_IDS),
  clockHz: whole(1_000_000, 20_000_000),
  arduino: v.strictObject({
    fqbn: v.pipe(v.string(), v.regex(/^[\w-]+:[\w-]+:[\w-]+(:\w+=\w+(,\w+=\w+)*)?$/)),
    variant: text,
    defines: v.record(cppName, v.string()),
  }),
  pins: v.record(pinNumberKey, v.string()),
  pinNames: v.record(pinNumberKey, v.pipe(v.string(), v.regex(/^\w{1,20}$/))),
  builtInLed: pin,
  usbPins: v.exactOptional(v.array(pin)),
  usb: v.array(v.strictObject({ vendorId: whole(0, 0xffff), productId: whole(0, 0xffff) })),
  upload: v.strictObject({
    protocol: v.picklist(['stk500v1', 'stk500v2', 'avr109']),
    baud: whole(300, 2_000_000),
    maxFlashBytes: whole(1, 0x100000),
  }),
  template: identifier,
  ports: v.pipe(v.array(PortSchema), v.minLength(1), v.maxLength(256)),
});

const wholeType = v.strictObject({ kind: v.literal('whole'), min: finite, max: finite, default: finite });
const choiceType = v.strictObject({
  kind: v.literal('choice'),
  default: v.string(),
  options: v.pipe(
    v.array(v.strictObject({ value: text, name: localized, cpp: text, number: finite })),
    v.minLength(1),
  ),
});
const parameterType = v.variant('kind', [
  wholeType,
  v.strictObject({ kind: v.literal('decimal'), min: finite, max: finite, default: finite }),
  v.strictObject({ kind: v.literal('truth'), default: v.boolean() }),
  v.strictObject({ kind: v.literal('text'), default: v.string() }),
  v.strictObject({ kind: v.literal('any'), default: v.string() }),
  v.strictObject({ kind: v.literal('colour'), default: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)) }),
  choiceType,
]);
const readingType = v.variant('kind', [
  v.strictObject({ kind: v.literal('whole'), min: finite, max: finite }),
  v.strictObject({ kind: v.literal('decimal'), min: finite, max: finite }),
  v.strictObject({ kind: v.literal('truth') }),
]);
const parameters = v.array(v.strictObject({ id: upperCase, type: parameterType }));
const needs = v.array(capability);

export const BrickTypeSchema: v.GenericSchema<unknown, BrickType> = v.strictObject({
  id: identifier,
  name: localized,
  explanation: localized,
  category: v.picklist(['light', 'action', 'sensors']),
  signals: v.pipe(v.array(v.strictObject({ name: identifier, needs })), v.minLength(1), v.maxLength(8)),
  bus: v.exactOptional(v.literal('i2c')),
  driver: v.strictObject({
    class: cppName,
    noun: cppName,
    storage: v.exactOptional(v.strictObject({ setting: upperCase, bytesEach: whole(1, 64) })),
  }),
  settings: v.array(
    v.strictObject({ id: upperCase, name: localized, type: v.variant('kind', [wholeType, choiceType]) }),
  ),
  timer: v.exactOptional(
    v.strictObject({ role: v.picklist(['time', 'servo', 'tone']), shared: v.boolean() }),
  ),
  limit: v.exactOptional(whole(1, 100)),
  actions: v.array(
    v.strictObject({
      id: identifier,
      method: cppName,
      parameters,
      lasts: v.exactOptional(v.strictObject({ parameter: upperCase, endMethod: cppName })),
      needs: v.exactOptional(needs),
      text: localized,
      onStopAll: v.exactOptional(v.boolean()),
    }),
  ),
  readings: v.array(
    v.strictObject({
      id: identifier,
      method: cppName,
      type: readingType,
      parameters,
      text: localized,
      unit: v.exactOptional(text),
    }),
  ),
  events: v.array(
    v.strictObject({
      id: identifier,
      reading: identifier,
      edge: v.picklist(['rises', 'falls']),
      text: localized,
    }),
  ),
});
