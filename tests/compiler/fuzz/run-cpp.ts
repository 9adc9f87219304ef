/**
 * Runs random programs and reads their hashes: as HEX in a simulated ATmega2560, or as IR.
 * The answer is eight hexadecimal digits for the constructors and for each program, or what happened instead.
 */
import { interpret } from '../../../compiler/ir/interpret-ir.ts';
import type { IrModule } from '../../../compiler/ir/ir.ts';
import { Machine } from '../../bench/machine.ts';
import { OUTPUT_REGISTER, OVER_REGISTER } from './cpp-prelude.ts';

export const areHashes = (text: string, programs: number): boolean =>
  text.length === 8 * (1 + programs) && /^[0-9a-f]*$/.test(text);

/** What one program may take. */
const LIMIT_MS = 2_000;
const FUEL = 5_000_000;

const hexOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function hashOfHex(hex: string, programs: number): string {
  const machine = new Machine({ chip: 'atmega2560', hex });
  const bytes: number[] = [];
  let isOver = false;
  machine.cpu.writeHooks[OUTPUT_REGISTER] = (value) => {
    bytes.push(value);
    return false;
  };
  machine.cpu.writeHooks[OVER_REGISTER] = () => {
    isOver = true;
    return false;
  };
  try {
    machine.runUntil(() => isOver, LIMIT_MS * programs);
  } catch (failure) {
    return String(failure);
  }
  if (machine.faults.length > 0) return 'memory fault';
  return isOver ? hexOf(bytes) : 'no end';
}

class Over extends Error {}

export function hashOfIr(module: IrModule, programs: number): string {
  const bytes: number[] = [];
  try {
    const { outcome } = interpret(module, {
      ramStart: 0x200,
      ramEnd: 0x2200,
      fuel: FUEL * programs,
      io: {
        read8: () => 0,
        write8: (address, value) => {
          if (address === OUTPUT_REGISTER) bytes.push(value);
          if (address === OVER_REGISTER) throw new Over();
        },
      },
    });
    return outcome;
  } catch (end) {
    if (!(end instanceof Over)) throw end;
    return hexOf(bytes);
  }
}
