import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { checkBoard } from '../../boards/check-board.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { familyOf } from '../../boards/families.ts';
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import { pinCapabilities } from '../../boards/pin-capabilities.ts';
import { portsThatFit } from '../../boards/placement/ports-that-fit.ts';
import { arduinoCore, requireTool } from '../support/reference-tools.ts';
import { boardsTxt, macroNumber, macros, preprocess, variantArrays } from './read-core.ts';

const noCore = !requireTool('avr-g++', 'arduino-core');

/** The base's Optiboot leaves more room than boards.txt gives the Nano it is built as. */
const MAX_SIZE_OF_OUR_OWN = new Map([['genie-base', 32_256]]);

describe('the boards', () => {
  it('are the seven we promise, each once', () => {
    expect(BOARDS.map(({ id }) => id)).toEqual([
      'genie-base',
      'uno-grove',
      'uno',
      'nano',
      'nano-old',
      'leonardo',
      'mega',
    ]);
  });

  it('have no kit for a board nobody knows', () => {
    expect(builtInKit('spaceship')).toBeUndefined();
    expect(builtInKit('__proto__')).toBeUndefined();
  });
});

describe.each(BOARDS.map((board) => [board.id, board] as const))('board %s', (id, board) => {
  const chip = CHIPS[board.chip];

  it('passes the board check', () => {
    expect(checkBoard(board)).toEqual([]);
  });

  it('survives a trip through JSON', () => {
    expect(JSON.parse(JSON.stringify(board))).toEqual(board);
  });

  it.each(BRICK_TYPES.map((type) => [type.id, type] as const))('has a port for the brick %s', (_, type) => {
    expect(portsThatFit({ board, bricks: BRICK_TYPES }, type, [])).not.toEqual([]);
  });

  it('comes as a kit with every brick', () => {
    expect(builtInKit(id)).toEqual({ id, name: board.name, board, bricks: BRICK_TYPES });
  });

  it.skipIf(noCore)('agrees with boards.txt on chip, clock, size, baud rate, names and USB', () => {
    const all = boardsTxt();
    const [, , key = '', menu = ''] = board.arduino.fqbn.split(':');
    const option = menu === '' ? undefined : `${key}.menu.${menu.replace('=', '.')}`;
    const get = (name: string): string | undefined =>
      (option === undefined ? undefined : all.get(`${option}.${name}`)) ?? all.get(`${key}.${name}`);
    expect(get('build.mcu')).toBe(chip.mcu);
    expect(get('build.f_cpu')).toBe(`${board.clockHz}L`);
    expect(get('build.variant')).toBe(board.arduino.variant);
    expect(Number(get('upload.speed'))).toBe(board.upload.baud);
    expect(board.upload.maxFlashBytes).toBe(
      MAX_SIZE_OF_OUR_OWN.get(id) ?? Number(get('upload.maximum_size')),
    );
    expect(board.arduino.defines[`ARDUINO_${get('build.board')}`]).toBe('1');
    const protocols = { arduino: 'stk500v1', wiring: 'stk500v2', avr109: 'avr109' };
    expect(Object.entries(protocols)).toContainEqual([get('upload.protocol'), board.upload.protocol]);
    for (let n = 0; all.has(`${key}.vid.${n}`); n++) {
      expect(board.usb).toContainEqual({
        vendorId: Number(all.get(`${key}.vid.${n}`)),
        productId: Number(all.get(`${key}.pid.${n}`)),
      });
    }
    const vid = all.get(`${key}.build.vid`);
    expect(board.arduino.defines['USB_VID']).toBe(vid);
    expect(board.arduino.defines['USB_PID']).toBe(all.get(`${key}.build.pid`));
    expect(board.arduino.defines['USB_PRODUCT']).toBe(all.get(`${key}.build.usb_product`));
  });

  it.skipIf(noCore)('maps pins as the variant does: port, bit, timer', () => {
    const arrays = variantArrays(chip.mcu, board.arduino.variant);
    const ports = arrays.get('digital_pin_to_port_PGM') ?? [];
    const masks = arrays.get('digital_pin_to_bit_mask_PGM') ?? [];
    const timers = arrays.get('digital_pin_to_timer_PGM') ?? [];
    expect(ports.length).toBeGreaterThan(18);
    for (const [pin, port] of ports.entries()) {
      const bit = /\d+/.exec(masks[pin] ?? '')?.[0];
      expect([pin, board.pins[pin]]).toEqual([pin, `${port}${bit}`]);
      const timer = /^TIMER(\d[A-D])$/.exec(timers[pin] ?? '')?.[1];
      const offersPwm = pinCapabilities(chip, board, pin).includes('pwm');
      expect([pin, offersPwm]).toEqual([pin, timer !== undefined]);
      const channel = offersPwm ? chip.pins[board.pins[pin] ?? '']?.pwm : undefined;
      expect([pin, channel]).toEqual([pin, timer]);
    }
    const others = Object.keys(board.pins).filter((pin) => Number(pin) >= ports.length);
    for (const pin of others) expect(chip.pins[board.pins[Number(pin)] ?? '']?.analogOnly).toBe(true);
  });

  it.skipIf(noCore)('names pins as the variant does: A0…, SDA, SCL, LED_BUILTIN, interrupts', () => {
    const core = arduinoCore() ?? '';
    const header = `${core}/variants/${board.arduino.variant}/pins_arduino.h`;
    const all = macros(chip.mcu, `#include <avr/io.h>\n#include "${header}"\n`);
    const macroOf = (name: string): string | undefined => {
      if (/^A\d+$/.test(name)) return `PIN_${name}`;
      return ['SS', 'SCK', 'MOSI', 'MISO'].includes(name) ? `PIN_SPI_${name}` : undefined;
    };
    const wrong = Object.entries(board.pinNames).filter(([pin, name]) => {
      const macro = macroOf(name);
      return macro !== undefined && macroNumber(all, macro) !== Number(pin);
    });
    expect(wrong).toEqual([]);
    expect(Object.values(board.pinNames).filter((name) => /^A\d+$/.test(name))).toHaveLength(
      macroNumber(all, 'NUM_ANALOG_INPUTS'),
    );
    expect(board.builtInLed).toBe(macroNumber(all, 'LED_BUILTIN'));
    const i2c = board.ports.find((port) => port.bus === 'i2c');
    expect(i2c?.signals.map(({ pin }) => pin)).toEqual([
      macroNumber(all, 'PIN_WIRE_SDA'),
      macroNumber(all, 'PIN_WIRE_SCL'),
    ]);
  });

  it.skipIf(noCore)('offers interrupts on the pins where the variant has them', () => {
    const core = arduinoCore() ?? '';
    const pins = Object.keys(board.pins).map(Number);
    const source = [
      '#include <avr/io.h>',
      '#define NOT_AN_INTERRUPT -1',
      `#include "${core}/variants/${board.arduino.variant}/pins_arduino.h"`,
      ...pins.map((pin) => `answer ${pin} digitalPinToInterrupt(${pin})`),
    ].join('\n');
    // The answers are C expressions of numbers only: JavaScript reads them alike.
    const answers = preprocessed(chip.mcu, source);
    for (const pin of pins) {
      const has = pinCapabilities(chip, board, pin).includes('interrupt');
      expect([pin, has]).toEqual([pin, answers.get(pin) !== -1]);
    }
  });
});

describe('the base with ten numbered ports', () => {
  it('has the shapes of its drawing', () => {
    const base = builtInKit('genie-base')?.board;
    expect(base?.ports.map((port) => `${port.id} ${familyOf(port).shape} ${familyOf(port).colour}`)).toEqual([
      '1 ● port-a',
      '2 ● port-a',
      '3 ● port-a',
      '4 ■ port-c',
      '5 ■ port-c',
      '6 ▲ port-b',
      '7 ▲ port-b',
      '8 ▲ port-b',
      '9 ◆ port-d',
      '10 ◆ port-d',
    ]);
  });

  it('offers on each wire what was decided', () => {
    const ports = builtInKit('genie-base')?.board.ports ?? [];
    const wires = (id: string) =>
      ports.find((port) => port.id === id)?.signals.map(({ pin, capabilities }) => [pin, ...capabilities]);
    expect(wires('1')).toEqual([
      [5, 'digital-out', 'pwm'],
      [4, 'digital-out'],
    ]);
    expect(wires('4')).toEqual([
      [18, 'i2c-data'],
      [19, 'i2c-clock'],
    ]);
    expect(wires('6')).toEqual([
      [14, 'digital-in', 'analog-in'],
      [20, 'analog-in'],
    ]);
    expect(wires('8')).toEqual([
      [16, 'digital-in', 'analog-in'],
      [17, 'digital-in', 'analog-in'],
    ]);
    expect(wires('9')).toEqual([
      [2, 'digital-in', 'digital-out', 'interrupt'],
      [10, 'digital-in', 'digital-out'],
    ]);
  });
});

describe('a Leonardo', () => {
  const board = builtInKit('leonardo')?.board;

  it('measures A6 but not D4, though they are one wire: analogRead(4) reads A4', () => {
    if (board === undefined) throw new Error('no leonardo');
    const chip = CHIPS[board.chip];
    expect(board.pins[4]).toBe(board.pins[24]);
    expect(pinCapabilities(chip, board, 4)).toEqual(['digital-in', 'digital-out']);
    expect(pinCapabilities(chip, board, 24)).toEqual(['digital-in', 'digital-out', 'analog-in']);
  });

  it('keeps PWM on D9, not on its second name A9', () => {
    if (board === undefined) throw new Error('no leonardo');
    expect(pinCapabilities(CHIPS[board.chip], board, 9)).toContain('pwm');
    expect(pinCapabilities(CHIPS[board.chip], board, 27)).not.toContain('pwm');
  });
});

function preprocessed(mcu: string, source: string): ReadonlyMap<number, unknown> {
  const all = preprocess(mcu, source);
  return new Map(
    [...all.matchAll(/^answer (\d+) (.*)$/gm)].map((match) => [
      Number(match[1]),
      // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- numbers and ?: of the core's own header
      new Function(`return ${match[2] ?? ''}`)() as unknown,
    ]),
  );
}
