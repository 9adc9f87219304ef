/** String literals and constant bytes, equal ones once, in data space or flash. */
import { globalAddress } from '../../ir/constants.ts';
import type { Constant, IrGlobal } from '../../ir/ir.ts';
import { NO_LOC } from '../source.ts';

export class StringPool {
  private readonly globals: Map<string, IrGlobal>;
  private readonly names = new Map<string, string>();
  private readonly counts = { data: 0, flash: 0 };

  constructor(globals: Map<string, IrGlobal>) {
    this.globals = globals;
  }

  address(bytes: Uint8Array, isFlash: boolean): Constant {
    const space = isFlash ? 'flash' : 'data';
    const key = `${space}:${String.fromCharCode(...bytes)}`;
    let name = this.names.get(key);
    if (name === undefined) {
      name = `__string_${isFlash ? 'P' : ''}${this.counts[space]++}`;
      this.names.set(key, name);
      this.globals.set(name, {
        name,
        display: displayOf(bytes),
        space,
        bytes: bytes.length,
        init: { bytes: bytes.slice(), relocations: [] },
        isConst: true,
        loc: NO_LOC,
        typeName: `const char[${bytes.length}]`,
      });
    }
    return globalAddress(name);
  }
}

const LONGEST_DISPLAY = 24;

/** The text in quotes, as far as it is one. */
function displayOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.slice(0, LONGEST_DISPLAY)) {
    if (byte === 0) break;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return JSON.stringify(text);
}
