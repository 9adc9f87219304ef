/**
 * A pin by what is printed beside it: "D5", "d5", "A0", or the number 5.
 *
 * In: a board and a word. Out: Arduino's number of the pin; undefined when the board has none.
 */
import { pinName } from '../pin-name.ts';
import type { ArduinoPin, Board } from '../types.ts';

export function findPin(board: Board, word: string | number): ArduinoPin | undefined {
  const numeric = typeof word === 'number' ? word : /^[dD]?(\d{1,3})$/.exec(word)?.[1];
  if (numeric !== undefined) {
    const pin = Number(numeric);
    return Object.hasOwn(board.pins, String(pin)) ? pin : undefined;
  }
  const wanted = String(word).toUpperCase();
  const entry = Object.entries(board.pinNames).find(([, name]) => name.toUpperCase() === wanted);
  return entry === undefined ? undefined : Number(entry[0]);
}

/** The names of the pins that a port may use, for suggestions. */
export function portPinNames(board: Board): readonly string[] {
  return Object.keys(board.pins)
    .map(Number)
    .filter((pin) => board.usbPins?.includes(pin) !== true)
    .map((pin) => pinName(board, pin));
}
