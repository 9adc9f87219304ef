/**
 * A device on the I2C bus, from the edges of SDA and SCL.
 *
 * In: two wires, an address, what to do with bytes. Out: acknowledges and bytes on SDA, held low or let go.
 * Works for the chip's own interface and for programs that move the pins themselves.
 * Spec: NXP UM10204, chapter 3.1.
 */
import type { BrickHost } from '../brick-model.ts';

export interface I2cHandler {
  /** A byte for the device: true acknowledges. */
  write(byte: number): boolean;
  read(): number;
  /** The end of a message; `isBroken` when it came inside a byte. */
  stop(isBroken: boolean): void;
}

type Phase = 'idle' | 'address' | 'write' | 'read' | 'acknowledge' | 'acknowledged' | 'ignored';

export function createI2cDevice(
  host: BrickHost,
  wires: { sda: number; scl: number },
  address: number,
  handler: I2cHandler,
): { save(): unknown; restore(state: unknown): void } {
  for (const signal of [wires.sda, wires.scl]) host.contact(signal).set('pull-up');
  const sda = host.contact(wires.sda);
  const state = { phase: 'idle' as Phase, next: 'idle' as Phase, bits: 0, count: 0, out: 0 };

  host.onEdge(wires.sda, (level) => {
    if (host.level(wires.scl) === 0) return;
    const wasBroken = state.phase !== 'idle' && state.phase !== 'ignored' && state.count > 1;
    if (level === 0) {
      Object.assign(state, { phase: 'address', bits: 0, count: 0 });
      return;
    }
    if (state.phase !== 'idle' && state.phase !== 'ignored') handler.stop(wasBroken);
    state.phase = 'idle';
    sda.set('open');
  });

  const acknowledge = (isYes: boolean, next: Phase): void => {
    Object.assign(state, { phase: 'acknowledge', next: isYes ? next : 'ignored', count: 0 });
    sda.set(isYes ? 0 : 'open');
  };
  const sendBit = (): void => sda.set(((state.out >> (7 - state.count)) & 1) === 1 ? 'open' : 0);

  const rise = (): void => {
    const bit = host.level(wires.sda);
    if (state.phase === 'address' || state.phase === 'write') {
      state.bits = ((state.bits << 1) | bit) & 0xff;
      state.count++;
    } else if (state.phase === 'read') state.count++;
    // The master's answer to a byte of ours: high ends it.
    else if (state.phase === 'acknowledged') state.next = bit === 0 ? 'read' : 'ignored';
  };
  const fall = (): void => {
    switch (state.phase) {
      case 'address':
        if (state.count < 8) return;
        if (state.bits >> 1 !== address) state.phase = 'ignored';
        else acknowledge(true, (state.bits & 1) === 0 ? 'write' : 'read');
        return;
      case 'write':
        if (state.count === 8) acknowledge(handler.write(state.bits), 'write');
        return;
      case 'acknowledge':
      case 'acknowledged':
        Object.assign(state, { phase: state.next, bits: 0, count: 0 });
        sda.set('open');
        if (state.next !== 'read') return;
        state.out = handler.read() & 0xff;
        sendBit();
        return;
      case 'read':
        if (state.count < 8) sendBit();
        else {
          sda.set('open');
          Object.assign(state, { phase: 'acknowledged', count: 0 });
        }
        return;
      case 'idle':
      case 'ignored':
    }
  };
  host.onEdge(wires.scl, (level) => (level === 1 ? rise() : fall()));
  return {
    save: () => ({ ...state }),
    restore: (saved) => void Object.assign(state, saved),
  };
}
