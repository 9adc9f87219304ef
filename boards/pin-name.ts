/**
 * The name printed beside a pin: "D5", "A0".
 *
 * In: a board's pin names and an Arduino pin number. Out: its name; every number has one.
 */
import type { ArduinoPin, Board } from './types.ts';

export function pinName(board: Pick<Board, 'pinNames'>, pin: ArduinoPin): string {
  return board.pinNames[pin] ?? `D${pin}`;
}
