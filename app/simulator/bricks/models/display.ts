/**
 * A 4-digit display behind a TM1637, on two wires with pull-ups.
 *
 * Start: DIO falls while CLK is high; stop: DIO rises while CLK is high; bits are taken when CLK rises, LSB
 * first; after the eighth falling edge the chip holds DIO low for one clock. Outputs: `text` ("12:34", " -5 ",
 * "12.5 ", "" when off), `brightness` 0…8, `segments`. Problems: clock faster than 500 kHz, DIO driven high
 * during the acknowledge, a stop inside a byte, unknown commands. Spec: Titan Micro TM1637 V2.4.
 */
import { type ModelMaker, noInputs, plainState } from '../brick-model.ts';
import { segmentGlyph } from './segments.ts';

const MIN_HALF_CLOCK_NS = 400;
const [CLOCK, DATA] = [0, 1] as const;

export const display: ModelMaker = (host) => {
  for (const signal of [CLOCK, DATA]) host.contact(signal).set('pull-up');
  const dio = host.contact(DATA);
  const state = {
    digits: [0, 0, 0, 0, 0, 0],
    isActive: false,
    bits: 0,
    count: 0,
    isAcknowledging: false,
    bytes: 0,
    pointer: 0,
    isFixed: false,
    level: 0,
    lastClock: 0,
  };
  const show = (): void => {
    const seen = state.digits.slice(0, 4);
    const text = seen.map((segments, i) => {
      const point = (segments & 0x80) === 0 ? '' : i === 1 ? ':' : '.';
      return segmentGlyph(segments & 0x7f) + point;
    });
    host.emit('text', state.level === 0 ? '' : text.join(''));
    host.emit('brightness', state.level);
    host.emit('segments', seen.map(String));
  };
  const takeByte = (byte: number): void => {
    state.bytes++;
    if (state.bytes > 1) {
      if (state.pointer < state.digits.length) state.digits[state.pointer] = byte;
      if (!state.isFixed) state.pointer++;
    } else if (byte >> 6 === 1) state.isFixed = (byte & 4) !== 0;
    else if (byte >> 6 === 2) state.level = (byte & 8) === 0 ? 0 : (byte & 7) + 1;
    else if (byte >> 6 === 3) state.pointer = byte & 0x0f;
    else host.problem('display-protocol', `unknown command ${byte}`);
  };
  host.onEdge(DATA, (level) => {
    if (host.level(CLOCK) === 0 || state.isAcknowledging) return;
    if (level === 0) Object.assign(state, { isActive: true, bits: 0, count: 0, bytes: 0 });
    else if (state.isActive) {
      if (state.count > 1) host.problem('display-protocol', 'stop inside a byte');
      state.isActive = false;
      show();
    }
  });
  host.onEdge(CLOCK, (level, cycle) => {
    const half = ((cycle - state.lastClock) * 1e9) / host.clockHz;
    state.lastClock = cycle;
    if (!state.isActive) return;
    if (half < MIN_HALF_CLOCK_NS) host.problem('display-protocol', `clock held ${half} ns`);
    if (level === 1) {
      if (state.isAcknowledging) {
        if (host.drive(DATA) === 1) host.problem('display-protocol', 'DIO driven against the acknowledge');
        return;
      }
      state.bits |= host.level(DATA) << state.count;
      state.count++;
    } else if (state.isAcknowledging) {
      state.isAcknowledging = false;
      dio.set('open');
    } else if (state.count === 8) {
      takeByte(state.bits);
      Object.assign(state, { bits: 0, count: 0, isAcknowledging: true });
      dio.set(0);
    }
  });
  show();
  return { outputs: ['text', 'brightness', 'segments'], ...noInputs, ...plainState(state) };
};
