/**
 * The shapes of the hardware we know: chips, boards, ports and bricks, as plain data.
 *
 * In: nothing. Out: types only. Everything here is read-only and JSON-serialisable, so that a
 * teacher's kit file and our own tables go through the same checks (boards/schema.ts).
 */

export interface LocalizedText {
  readonly fr: string;
  readonly en: string;
}

/** What one wire of a port can do. A brick's signal asks for some of these. */
export type Capability =
  'digital-in' | 'digital-out' | 'pwm' | 'analog-in' | 'i2c-data' | 'i2c-clock' | 'interrupt';

export const CHIP_IDS = ['atmega328p', 'atmega32u4', 'atmega2560'] as const;
export type ChipId = (typeof CHIP_IDS)[number];

/** What one physical pin of a chip can do, in datasheet names. */
export interface ChipPin {
  /** ADC channel number (datasheet: ADC0…ADC15), absent when the pin has none. */
  readonly adc?: number;
  /** Output-compare channel, e.g. "2B" for OC2B. */
  readonly pwm?: string;
  /** External interrupt, e.g. "INT0". */
  readonly interrupt?: string;
  /** Pin-change interrupt, e.g. "PCINT18". */
  readonly pinChange?: string;
  readonly twi?: 'SDA' | 'SCL';
  /** e.g. "RXD0". */
  readonly usart?: string;
  readonly spi?: 'SS' | 'SCK' | 'MOSI' | 'MISO';
  /** Only the ADC is wired to this pin (ADC6 and ADC7 of a 328P). */
  readonly analogOnly?: boolean;
}

export interface Timer {
  readonly id: number;
  readonly bits: 8 | 10 | 16;
  /** Output-compare channel → chip pin, e.g. { A: "PB1" }. */
  readonly channels: Readonly<Record<string, string>>;
}

/** What a driver may want a whole timer for. Which timer that is depends on the chip. */
export type TimerRole = 'time' | 'servo' | 'tone';

export interface Chip {
  readonly id: ChipId;
  readonly name: string;
  /** avr-gcc's -mmcu value. */
  readonly mcu: string;
  readonly flash: { readonly bytes: number; readonly pageBytes: number };
  readonly ram: { readonly start: number; readonly bytes: number };
  readonly eeprom: { readonly bytes: number; readonly pageBytes: number };
  /** Signature bytes 0x000, 0x001, 0x002 of the datasheet. */
  readonly signature: readonly [number, number, number];
  readonly timers: readonly Timer[];
  readonly timerRoles: Readonly<Record<TimerRole, number>>;
  readonly vectors: readonly { readonly number: number; readonly name: string }[];
  /** Keyed by datasheet pin name, "PD2". */
  readonly pins: Readonly<Record<string, ChipPin>>;
}

/** Arduino's number of a digital pin; analog pins use their digital number too (A0 = 14 on a Uno). */
export type ArduinoPin = number;

/** One wire of a port. */
export interface PortSignal {
  readonly pin: ArduinoPin;
  /** What this wire offers to bricks: never more than the chip's pin can do. */
  readonly capabilities: readonly Capability[];
}

/** The families of ports, by what they can do: see boards/families.ts. */
export type PortFamilyId = 'output' | 'i2c' | 'analog' | 'digital' | 'mixed';

export interface PortFamily {
  readonly id: PortFamilyId;
  readonly name: LocalizedText;
  /** The shape drawn on the port and used in every message. */
  readonly shape: '●' | '■' | '▲' | '◆' | '⬟';
  /** The colour token of the design: --port-a … --port-e. */
  readonly colour: 'port-a' | 'port-b' | 'port-c' | 'port-d' | 'port-e';
}

export interface Port {
  /** What the child reads on the board: "1", "D4", "A0", "I2C". Unique in a board. */
  readonly id: string;
  /** In the order in which the cable carries them. */
  readonly signals: readonly PortSignal[];
  /**
   * More than one brick may share this port's pins, as an I2C bus allows.
   * Otherwise two bricks on a shared pin is a mistake.
   */
  readonly bus?: 'i2c';
}

export interface Board {
  readonly id: string;
  readonly name: LocalizedText;
  readonly chip: ChipId;
  readonly clockHz: number;
  /** How Arduino's own tools call this board. */
  readonly arduino: {
    readonly fqbn: string;
    /** The folder of the official core's `variants/`. */
    readonly variant: string;
    /** Extra preprocessor definitions of boards.txt, e.g. USB_VID of a Leonardo. */
    readonly defines: Readonly<Record<string, string>>;
  };
  /** Arduino pin number → chip pin. */
  readonly pins: Readonly<Record<number, string>>;
  /** Arduino pin number → its usual name in a sketch, where that is not the number: 14 → "A0". */
  readonly pinNames: Readonly<Record<number, string>>;
  readonly builtInLed: ArduinoPin;
  /** Pins that carry the USB cable's serial line: no port may use them. */
  readonly usbPins?: readonly ArduinoPin[];
  readonly usb: readonly { readonly vendorId: number; readonly productId: number }[];
  readonly upload: {
    readonly protocol: 'stk500v1' | 'stk500v2' | 'avr109';
    readonly baud: number;
    /** Flash left for a sketch beside the bootloader, in bytes. */
    readonly maxFlashBytes: number;
  };
  /** The folder of firmware-templates/boards/ that holds this board's sketch skeleton. */
  readonly template: string;
  readonly ports: readonly Port[];
}

/** What a value put into a brick's block may be. Numbers outside a range are brought to its nearest end. */
export type ParameterType =
  | { readonly kind: 'whole'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly kind: 'decimal'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly kind: 'truth'; readonly default: boolean }
  | { readonly kind: 'text'; readonly default: string }
  /** A number, a truth or a text: shown as it is. */
  | { readonly kind: 'any'; readonly default: string }
  /** A colour, 0xRRGGBB; `default` is "#rrggbb". */
  | { readonly kind: 'colour'; readonly default: string }
  /** Picked from a menu on the block itself; `cpp` is what the sketch says. */
  | { readonly kind: 'choice'; readonly default: string; readonly options: readonly Choice[] };

export interface Choice {
  readonly value: string;
  readonly name: LocalizedText;
  readonly cpp: string;
  /** The number the choice stands for: a note's hertz, a key's code. */
  readonly number: number;
}

export interface Parameter {
  /** Upper case: the name of the block's input or field. */
  readonly id: string;
  readonly type: ParameterType;
}

export type ReadingType =
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal'; readonly min: number; readonly max: number }
  | { readonly kind: 'truth' };

export interface BrickAction {
  readonly id: string;
  /** The driver's method. */
  readonly method: string;
  readonly parameters: readonly Parameter[];
  /**
   * The action lasts: the parameter named here is a time in seconds, it is not handed to
   * `method`; after it has passed, `endMethod` is called. Other scripts go on meanwhile.
   */
  readonly lasts?: { readonly parameter: string; readonly endMethod: string };
  /** Extra capabilities that this action alone asks of the first signal (an LED's brightness: pwm). */
  readonly needs?: readonly Capability[];
  /** The block's words; %BRICK and %PARAMETER mark the holes. */
  readonly text: LocalizedText;
  /** Called on this brick when a script says "stop everything". */
  readonly onStopAll?: boolean;
}

export interface BrickReading {
  readonly id: string;
  readonly method: string;
  readonly type: ReadingType;
  readonly parameters: readonly Parameter[];
  readonly text: LocalizedText;
  /** Unit shown beside the value, "cm", "°C", "%". */
  readonly unit?: string;
}

/** Starts a script when a truth reading of the brick turns. */
export interface BrickEvent {
  readonly id: string;
  readonly reading: string;
  readonly edge: 'rises' | 'falls';
  readonly text: LocalizedText;
}

/** A number or choice fixed when the brick is plugged: a strip's number of pixels, a screen's address. */
export interface BrickSetting {
  readonly id: string;
  readonly name: LocalizedText;
  readonly type: Extract<ParameterType, { kind: 'whole' | 'choice' }>;
}

export interface BrickSignal {
  readonly name: string;
  readonly needs: readonly Capability[];
}

/** The toolbox category, which is also the block's colour. */
export type BrickCategory = 'light' | 'action' | 'sensors';

export interface BrickType {
  readonly id: string;
  readonly name: LocalizedText;
  /** One sentence for the child. */
  readonly explanation: LocalizedText;
  readonly category: BrickCategory;
  /** In cable order: signal n of the brick meets signal n of the port. */
  readonly signals: readonly BrickSignal[];
  /** Reaches its bus address instead of owning the port's pins. */
  readonly bus?: 'i2c';
  readonly driver: {
    /** C++ class, and the name of firmware-templates/drivers/<class>.h and .cpp. Constructor: pins, then settings, in order. */
    readonly class: string;
    /** The plain English noun from which the sketch's object name is made: "led" → led2. */
    readonly noun: string;
    /** The sketch hands the driver a byte array of `bytesEach` × the setting's value, as last constructor argument. */
    readonly storage?: { readonly setting: string; readonly bytesEach: number };
  };
  readonly settings: readonly BrickSetting[];
  /** A timer the driver takes whole. `shared`: several bricks with the same role may live together. */
  readonly timer?: { readonly role: TimerRole; readonly shared: boolean };
  /** At most this many bricks of this type in one program. */
  readonly limit?: number;
  readonly actions: readonly BrickAction[];
  readonly readings: readonly BrickReading[];
  readonly events: readonly BrickEvent[];
}

/** A brick of a program, in its port. */
export interface PluggedBrick {
  /** Unique in the program. */
  readonly id: string;
  /** A brick type's id. */
  readonly type: string;
  /** A port's id. */
  readonly port: string;
  /** The name the child gave it; without one it goes by its type's name. */
  readonly name?: string;
  /** Setting id → value: a number, or a choice's value. What is not said keeps its default. */
  readonly settings?: Readonly<Record<string, number | string>>;
}

/** A board and the bricks that come with it: built in, or read from a teacher's file (boards/kit/). */
export interface Kit {
  readonly id: string;
  readonly name: LocalizedText;
  readonly board: Board;
  readonly bricks: readonly BrickType[];
}
