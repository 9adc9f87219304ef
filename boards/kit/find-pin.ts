/**
 * A pin by what is printed beside it: "D5", "d5", "A0", "SDA", or the number 5.
 *
 * In: a board and a word. Out: Arduino's number of the pin; undefined when the board has none.
 */
import { CHIPS } from '../chips/index.ts';
import { closeMatch } from '../close-match.ts';
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
  if (entry !== undefined) return Number(entry[0]);
  const bus = Object.entries(board.pins).find(([, name]) => CHIPS[board.chip].pins[name]?.twi === wanted);
  return bus === undefined ? undefined : Number(bus[0]);
}

/** The pin that was meant by "Pin 5", "~5" or "AO"; undefined when none is sure. */
export function meantPin(board: Board, word: string): string | undefined {
  const bare = word.replace(/^(?:pins?|broches?|gpio|port|n°)/i, '').replace(/[\s~#_.:-]/g, '');
  const pin = findPin(board, bare) ?? findPin(board, bare.replace(/o/gi, '0'));
  if (pin !== undefined) return pinName(board, pin);
  // A number that does not exist is no slip of the fingers.
  return /\d/.test(bare) ? undefined : closeMatch(word, portPinNames(board));
}

/** "D2–D13, A0–A7" */
export function portPinRanges(board: Board): string {
  const runs: { readonly letters: string; readonly first: number; last: number }[] = [];
  for (const name of portPinNames(board)) {
    const [, letters = name, digits = ''] = /^(\D*)(\d*)$/.exec(name) ?? [];
    const run = runs.at(-1);
    if (run?.letters === letters && run.last + 1 === Number(digits)) run.last++;
    else runs.push({ letters, first: Number(digits), last: Number(digits) });
  }
  return runs
    .map(({ letters, first, last }) =>
      first === last ? `${letters}${first}` : `${letters}${first}–${letters}${last}`,
    )
    .join(', ');
}

/** The names of the pins that a port may use, for suggestions. */
export function portPinNames(board: Board): readonly string[] {
  return Object.keys(board.pins)
    .map(Number)
    .filter((pin) => board.usbPins?.includes(pin) !== true)
    .map((pin) => pinName(board, pin));
}
