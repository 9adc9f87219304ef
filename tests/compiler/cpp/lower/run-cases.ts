/** Runs a program of cases: as HEX in a simulated ATmega2560, or as IR in the interpreter. */
import { interpret } from '../../../../compiler/ir/interpret-ir.ts';
import type { IrModule } from '../../../../compiler/ir/ir.ts';
import { Machine } from '../../../bench/machine.ts';
import { CASE_REGISTER, END_OF_CASES, OUTPUT_REGISTER } from './case-program.ts';

/** What each case showed, as hexadecimal bytes; the last may be unfinished. */
export type Shown = ReadonlyMap<number, string>;

class Listener {
  private readonly bytes = new Map<number, string>();
  private at = -1;
  isOver = false;

  write(address: number, value: number): void {
    if (address === CASE_REGISTER) {
      this.at = value;
      if (value === END_OF_CASES) this.isOver = true;
      else this.bytes.set(value, '');
    } else if (address === OUTPUT_REGISTER && !this.isOver)
      this.bytes.set(this.at, (this.bytes.get(this.at) ?? '') + value.toString(16).padStart(2, '0'));
  }

  get shown(): Shown {
    return this.bytes;
  }
}

export function runHex(hex: string, limitMs = 2_000): Shown {
  const listener = new Listener();
  const machine = new Machine({ chip: 'atmega2560', hex });
  for (const register of [OUTPUT_REGISTER, CASE_REGISTER])
    machine.cpu.writeHooks[register] = (value) => {
      listener.write(register, value);
      return false;
    };
  machine.runUntil(() => listener.isOver, limitMs);
  return listener.shown;
}

class Over extends Error {}

export function runIr(module: IrModule, fuel = 20_000_000): Shown {
  const listener = new Listener();
  const registers = new Uint8Array(0x200);
  try {
    interpret(module, {
      ramStart: 0x200,
      ramEnd: 0x2200,
      fuel,
      io: {
        read8: (address) => registers[address] ?? 0,
        write8: (address, value) => {
          registers[address] = value;
          listener.write(address, value);
          if (listener.isOver) throw new Over();
        },
      },
    });
  } catch (end) {
    if (!(end instanceof Over)) throw end;
  }
  return listener.shown;
}
