/**
 * The instructions: runs decoded code from `pc` until `core.limit`, at least one instruction.
 *
 * In: a core, and its operations, in which 90 may stand where to stop. Out: registers, memory, SREG, `pc` and
 * `cycles` moved on; true when it stopped at a 90 (the first instruction is run anyway). The numbers of the cases are
 * those of OP in opcodes.ts, literal so that the engine makes a jump table of them. `pc`, `cycles` and
 * SREG are local while plain instructions run and are written back before anybody else may look.
 * An access counts at the instruction's first cycle, or the second of those that take two.
 * Spec: AVR Instruction Set Manual DS40002198; cycles of AVRe+.
 */
import type { Core } from './core.ts';

export function execute(core: Core, ops: Uint8Array = core.op): boolean {
  const { data, a, b, long, flash, resultFlags, ramStart, dataSize, stackFloor, pcMask, readHooked } = core;
  const flashMask = flash.length - 1;
  const pcBytes = core.hasLargeFlash ? 3 : 2;
  let { pc, cycles, sreg, limit } = core;
  let kind = core.op[pc] ?? 0;
  do {
    const at = pc;
    const start = cycles;
    const d = a[at] ?? 0;
    const k = b[at] ?? 0;
    pc++;
    cycles++;
    switch (kind) {
      case 1: {
        // ADD
        const x = data[d] ?? 0;
        const y = data[k] ?? 0;
        const r = (x + y) & 0xff;
        const carries = (x & y) | ((x | y) & ~r);
        const v = ((x ^ r) & (y ^ r) & 0x80) << 1;
        sreg = (sreg & 0xc0) | (resultFlags[v | r] ?? 0) | ((carries & 8) << 2) | ((carries >> 7) & 1);
        data[d] = r;
        break;
      }
      case 2: {
        // ADC
        const x = data[d] ?? 0;
        const y = data[k] ?? 0;
        const r = (x + y + (sreg & 1)) & 0xff;
        const carries = (x & y) | ((x | y) & ~r);
        const v = ((x ^ r) & (y ^ r) & 0x80) << 1;
        sreg = (sreg & 0xc0) | (resultFlags[v | r] ?? 0) | ((carries & 8) << 2) | ((carries >> 7) & 1);
        data[d] = r;
        break;
      }
      case 3: // SUB
      case 5: {
        // CP
        const x = data[d] ?? 0;
        const y = data[k] ?? 0;
        const r = (x - y) & 0xff;
        const borrows = (~x & y) | ((~x | y) & r);
        const v = ((x ^ y) & (x ^ r) & 0x80) << 1;
        sreg = (sreg & 0xc0) | (resultFlags[v | r] ?? 0) | ((borrows & 8) << 2) | ((borrows >> 7) & 1);
        if (kind === 3) data[d] = r;
        break;
      }
      case 4: // SBC
      case 6: // CPC
      case 14: {
        // SBCI: in all three Z stays clear once it was
        const x = data[d] ?? 0;
        const y = kind === 14 ? k : (data[k] ?? 0);
        const r = (x - y - (sreg & 1)) & 0xff;
        const borrows = (~x & y) | ((~x | y) & r);
        const v = ((x ^ y) & (x ^ r) & 0x80) << 1;
        const flags = (resultFlags[v | r] ?? 0) & (sreg | 0xfd);
        sreg = (sreg & 0xc0) | flags | ((borrows & 8) << 2) | ((borrows >> 7) & 1);
        if (kind !== 6) data[d] = r;
        break;
      }
      case 7: // AND
      case 16: {
        // ANDI
        const r = (data[d] ?? 0) & (kind === 16 ? k : (data[k] ?? 0));
        sreg = (sreg & 0xe1) | (resultFlags[r] ?? 0);
        data[d] = r;
        break;
      }
      case 8: // OR
      case 17: {
        // ORI
        const r = (data[d] ?? 0) | (kind === 17 ? k : (data[k] ?? 0));
        sreg = (sreg & 0xe1) | (resultFlags[r] ?? 0);
        data[d] = r;
        break;
      }
      case 9: {
        // EOR
        const r = (data[d] ?? 0) ^ (data[k] ?? 0);
        sreg = (sreg & 0xe1) | (resultFlags[r] ?? 0);
        data[d] = r;
        break;
      }
      case 10: // MOV
        data[d] = data[k] ?? 0;
        break;
      case 11: // MOVW
        data[d] = data[k] ?? 0;
        data[d + 1] = data[k + 1] ?? 0;
        break;
      case 12: // CPSE
        if (data[d] === data[k]) {
          const words = 1 + (long[pc & pcMask] ?? 0);
          pc += words;
          cycles += words;
        }
        break;
      case 13: // SUBI
      case 15: {
        // CPI
        const x = data[d] ?? 0;
        const r = (x - k) & 0xff;
        const borrows = (~x & k) | ((~x | k) & r);
        const v = ((x ^ k) & (x ^ r) & 0x80) << 1;
        sreg = (sreg & 0xc0) | (resultFlags[v | r] ?? 0) | ((borrows & 8) << 2) | ((borrows >> 7) & 1);
        if (kind === 13) data[d] = r;
        break;
      }
      case 18: // LDI
        data[d] = k;
        break;
      case 19: {
        // COM
        const r = ~(data[d] ?? 0) & 0xff;
        sreg = (sreg & 0xe0) | (resultFlags[r] ?? 0) | 1;
        data[d] = r;
        break;
      }
      case 20: {
        // NEG
        const x = data[d] ?? 0;
        const r = -x & 0xff;
        const v = r === 0x80 ? 0x100 : 0;
        sreg = (sreg & 0xc0) | (resultFlags[v | r] ?? 0) | (((r | x) & 8) << 2) | (r === 0 ? 0 : 1);
        data[d] = r;
        break;
      }
      case 21: {
        // SWAP
        const x = data[d] ?? 0;
        data[d] = (x << 4) | (x >> 4);
        break;
      }
      case 22: {
        // INC
        const r = ((data[d] ?? 0) + 1) & 0xff;
        sreg = (sreg & 0xe1) | (resultFlags[r === 0x80 ? 0x180 : r] ?? 0);
        data[d] = r;
        break;
      }
      case 23: {
        // DEC
        const r = ((data[d] ?? 0) - 1) & 0xff;
        sreg = (sreg & 0xe1) | (resultFlags[r === 0x7f ? 0x17f : r] ?? 0);
        data[d] = r;
        break;
      }
      case 24: {
        // ASR
        const x = data[d] ?? 0;
        const r = (x & 0x80) | (x >> 1);
        const v = (((r >> 7) ^ x) & 1) << 8;
        sreg = (sreg & 0xe0) | (resultFlags[v | r] ?? 0) | (x & 1);
        data[d] = r;
        break;
      }
      case 25: {
        // LSR
        const x = data[d] ?? 0;
        const r = x >> 1;
        sreg = (sreg & 0xe0) | (resultFlags[((x & 1) << 8) | r] ?? 0) | (x & 1);
        data[d] = r;
        break;
      }
      case 26: {
        // ROR
        const x = data[d] ?? 0;
        const r = ((sreg & 1) << 7) | (x >> 1);
        const v = ((sreg ^ x) & 1) << 8;
        sreg = (sreg & 0xe0) | (resultFlags[v | r] ?? 0) | (x & 1);
        data[d] = r;
        break;
      }
      case 27: {
        // ADIW
        const x = (data[d] ?? 0) | ((data[d + 1] ?? 0) << 8);
        const r = (x + k) & 0xffff;
        const n = r >> 15;
        const v = ((~x & r) >> 15) & 1;
        const c = ((x & ~r) >> 15) & 1;
        sreg = (sreg & 0xe0) | ((n ^ v) << 4) | (v << 3) | (n << 2) | (r === 0 ? 2 : 0) | c;
        data[d] = r;
        data[d + 1] = r >> 8;
        cycles++;
        break;
      }
      case 28: {
        // SBIW
        const x = (data[d] ?? 0) | ((data[d + 1] ?? 0) << 8);
        const r = (x - k) & 0xffff;
        const n = r >> 15;
        const v = ((x & ~r) >> 15) & 1;
        const c = ((~x & r) >> 15) & 1;
        sreg = (sreg & 0xe0) | ((n ^ v) << 4) | (v << 3) | (n << 2) | (r === 0 ? 2 : 0) | c;
        data[d] = r;
        data[d + 1] = r >> 8;
        cycles++;
        break;
      }
      case 29: // MUL
      case 30: // MULS
      case 31: // MULSU
      case 32: // FMUL
      case 33: // FMULS
      case 34: {
        // FMULSU
        const isSigned = kind !== 29 && kind !== 32;
        const x = isSigned ? ((data[d] ?? 0) << 24) >> 24 : (data[d] ?? 0);
        const y = kind === 30 || kind === 33 ? ((data[k] ?? 0) << 24) >> 24 : (data[k] ?? 0);
        const product = x * y;
        const r = (kind >= 32 ? product << 1 : product) & 0xffff;
        sreg = (sreg & 0xfc) | (r === 0 ? 2 : 0) | ((product >> 15) & 1);
        data[0] = r;
        data[1] = r >> 8;
        cycles++;
        break;
      }
      case 35: // BSET
        sreg |= d;
        if (d === 0x80) {
          core.shadow = cycles;
          if (core.irq !== 0) limit = 0;
        }
        break;
      case 36: // BCLR
        sreg &= ~d;
        break;
      case 37: // BST
        sreg = ((data[d] ?? 0) & k) === 0 ? sreg & ~0x40 : sreg | 0x40;
        break;
      case 38: // BLD
        data[d] = (sreg & 0x40) === 0 ? (data[d] ?? 0) & ~k : (data[d] ?? 0) | k;
        break;
      case 39: // RJMP
        pc = k;
        cycles++;
        break;
      case 40: // JMP
        pc = k;
        cycles += 2;
        break;
      case 41: // RCALL
      case 42: // CALL
      case 44: // ICALL
      case 46: {
        // EICALL
        const z = ((data[31] ?? 0) << 8) | (data[30] ?? 0);
        const back = kind === 42 ? at + 2 : at + 1;
        const sp = (data[0x5d] ?? 0) | ((data[0x5e] ?? 0) << 8);
        const after = sp - pcBytes;
        if (after < stackFloor - 1 || sp >= dataSize) {
          core.leave(at, start, start, sreg, limit);
          core.fault(sp >= dataSize ? 'outside-memory' : 'stack-overflow', sp);
        }
        data[sp] = back;
        data[sp - 1] = back >> 8;
        if (pcBytes === 3) data[sp - 2] = back >> 16;
        data[0x5d] = after;
        data[0x5e] = after >> 8;
        if (kind === 41) {
          pc = k;
          cycles += pcBytes;
        } else if (kind === 42) {
          pc = k;
          cycles += 1 + pcBytes;
        } else {
          pc = (kind === 46 ? ((data[0x5c] ?? 0) << 16) | z : z) & pcMask;
          cycles += kind === 46 ? 3 : pcBytes;
        }
        break;
      }
      case 43: // IJMP
      case 45: {
        // EIJMP
        const z = ((data[31] ?? 0) << 8) | (data[30] ?? 0);
        pc = (kind === 45 ? ((data[0x5c] ?? 0) << 16) | z : z) & pcMask;
        cycles++;
        break;
      }
      case 47: // RET
      case 48: {
        // RETI
        const isReturnFromInterrupt = kind === 48;
        let sp = (data[0x5d] ?? 0) | ((data[0x5e] ?? 0) << 8);
        if (sp + pcBytes >= dataSize) {
          core.leave(at, start, start, sreg, limit);
          core.fault('outside-memory', sp + pcBytes);
        }
        let target = pcBytes === 3 ? (data[++sp] ?? 0) << 16 : 0;
        target |= (data[++sp] ?? 0) << 8;
        target |= data[++sp] ?? 0;
        data[0x5d] = sp;
        data[0x5e] = sp >> 8;
        pc = target & pcMask;
        cycles += 1 + pcBytes;
        if (isReturnFromInterrupt) {
          sreg |= 0x80;
          core.shadow = cycles;
          if (core.irq !== 0) limit = 0;
        }
        break;
      }
      case 49: // BRBS
        if ((sreg & d) !== 0) {
          pc = k;
          cycles++;
        }
        break;
      case 50: // BRBC
        if ((sreg & d) === 0) {
          pc = k;
          cycles++;
        }
        break;
      case 51: // SBRC
      case 52: {
        // SBRS
        const isSet = ((data[d] ?? 0) & k) !== 0;
        const skips = isSet === (kind === 52);
        if (skips) {
          const words = 1 + (long[pc & pcMask] ?? 0);
          pc += words;
          cycles += words;
        }
        break;
      }
      case 53: // SBIC
      case 54: {
        // SBIS
        core.leave(at, start, start, sreg, limit);
        const isSet = (core.load(k) & d) !== 0;
        limit = core.limit;
        const skips = isSet === (kind === 54);
        if (skips) {
          const words = 1 + (long[pc & pcMask] ?? 0);
          pc += words;
          cycles += words;
        }
        break;
      }
      case 55: // SBI
      case 56: {
        // CBI
        core.leave(at, start, start + 1, sreg, limit);
        const before = data[k] ?? 0;
        core.store(k, kind === 55 ? before | d : before & ~d, d);
        limit = core.limit;
        cycles = core.cycles + 2;
        break;
      }
      case 57: // IN
        if (readHooked[k] !== 0) {
          core.leave(at, start, start, sreg, limit);
          data[d] = core.load(k);
          limit = core.limit;
        } else data[d] = data[k] ?? 0;
        break;
      case 58: // OUT
        core.leave(at, start, start, sreg, limit);
        core.store(k, data[d] ?? 0);
        sreg = core.sreg;
        limit = core.limit;
        cycles = core.cycles + 1;
        if (k === 0x5f) core.shadow = cycles;
        break;
      case 59: {
        // PUSH
        const sp = (data[0x5d] ?? 0) | ((data[0x5e] ?? 0) << 8);
        if (sp < stackFloor || sp >= dataSize) {
          core.leave(at, start, start, sreg, limit);
          core.fault(sp >= dataSize ? 'outside-memory' : 'stack-overflow', sp);
        }
        data[sp] = data[d] ?? 0;
        data[0x5d] = sp - 1;
        data[0x5e] = (sp - 1) >> 8;
        cycles++;
        break;
      }
      case 60: {
        // POP
        const sp = (((data[0x5d] ?? 0) | ((data[0x5e] ?? 0) << 8)) + 1) & 0xffff;
        if (sp >= dataSize) {
          core.leave(at, start, start, sreg, limit);
          core.fault('outside-memory', sp);
        }
        data[d] = data[sp] ?? 0;
        data[0x5d] = sp;
        data[0x5e] = sp >> 8;
        cycles++;
        break;
      }
      case 61: // LDS
      case 63: // LD X
      case 64: // LD X+
      case 65: // LD -X
      case 66: // LDD Y+q
      case 67: // LD Y+
      case 68: // LD -Y
      case 69: // LDD Z+q
      case 70: // LD Z+
      case 71: {
        // LD -Z
        let address: number;
        switch (kind) {
          case 61:
            address = k;
            pc++;
            break;
          case 63:
            address = ((data[27] ?? 0) << 8) | (data[26] ?? 0);
            break;
          case 64:
            address = ((data[27] ?? 0) << 8) | (data[26] ?? 0);
            data[26] = address + 1;
            data[27] = (address + 1) >> 8;
            break;
          case 65:
            address = ((((data[27] ?? 0) << 8) | (data[26] ?? 0)) - 1) & 0xffff;
            data[26] = address;
            data[27] = address >> 8;
            break;
          case 66:
            address = ((((data[29] ?? 0) << 8) | (data[28] ?? 0)) + k) & 0xffff;
            break;
          case 67:
            address = ((data[29] ?? 0) << 8) | (data[28] ?? 0);
            data[28] = address + 1;
            data[29] = (address + 1) >> 8;
            break;
          case 68:
            address = ((((data[29] ?? 0) << 8) | (data[28] ?? 0)) - 1) & 0xffff;
            data[28] = address;
            data[29] = address >> 8;
            break;
          case 69:
            address = ((((data[31] ?? 0) << 8) | (data[30] ?? 0)) + k) & 0xffff;
            break;
          case 70:
            address = ((data[31] ?? 0) << 8) | (data[30] ?? 0);
            data[30] = address + 1;
            data[31] = (address + 1) >> 8;
            break;
          default:
            address = ((((data[31] ?? 0) << 8) | (data[30] ?? 0)) - 1) & 0xffff;
            data[30] = address;
            data[31] = address >> 8;
        }
        if (address >= ramStart && address < dataSize) data[d] = data[address] ?? 0;
        else {
          core.leave(at, start, start + 1, sreg, limit);
          data[d] = core.load(address);
          limit = core.limit;
          cycles = core.cycles + 1;
        }
        cycles++;
        break;
      }
      case 62: // STS
      case 72: // ST X
      case 73: // ST X+
      case 74: // ST -X
      case 75: // STD Y+q
      case 76: // ST Y+
      case 77: // ST -Y
      case 78: // STD Z+q
      case 79: // ST Z+
      case 80: {
        // ST -Z
        const value = data[d] ?? 0;
        let address: number;
        switch (kind) {
          case 62:
            address = k;
            pc++;
            break;
          case 72:
            address = ((data[27] ?? 0) << 8) | (data[26] ?? 0);
            break;
          case 73:
            address = ((data[27] ?? 0) << 8) | (data[26] ?? 0);
            data[26] = address + 1;
            data[27] = (address + 1) >> 8;
            break;
          case 74:
            address = ((((data[27] ?? 0) << 8) | (data[26] ?? 0)) - 1) & 0xffff;
            data[26] = address;
            data[27] = address >> 8;
            break;
          case 75:
            address = ((((data[29] ?? 0) << 8) | (data[28] ?? 0)) + k) & 0xffff;
            break;
          case 76:
            address = ((data[29] ?? 0) << 8) | (data[28] ?? 0);
            data[28] = address + 1;
            data[29] = (address + 1) >> 8;
            break;
          case 77:
            address = ((((data[29] ?? 0) << 8) | (data[28] ?? 0)) - 1) & 0xffff;
            data[28] = address;
            data[29] = address >> 8;
            break;
          case 78:
            address = ((((data[31] ?? 0) << 8) | (data[30] ?? 0)) + k) & 0xffff;
            break;
          case 79:
            address = ((data[31] ?? 0) << 8) | (data[30] ?? 0);
            data[30] = address + 1;
            data[31] = (address + 1) >> 8;
            break;
          default:
            address = ((((data[31] ?? 0) << 8) | (data[30] ?? 0)) - 1) & 0xffff;
            data[30] = address;
            data[31] = address >> 8;
        }
        if (address >= ramStart && address < dataSize) {
          data[address] = value;
          cycles++;
        } else {
          core.leave(at, start, start + 1, sreg, limit);
          core.store(address, value);
          sreg = core.sreg;
          limit = core.limit;
          cycles = core.cycles + 2;
          if (address === 0x5f) core.shadow = cycles;
        }
        break;
      }
      case 81: // LPM
      case 82: // LPM Z+
      case 83: // ELPM
      case 84: {
        // ELPM Z+
        const z = ((data[31] ?? 0) << 8) | (data[30] ?? 0);
        const high = kind >= 83 ? (data[0x5b] ?? 0) << 16 : 0;
        const from = (high | z) & flashMask;
        data[d] = core.isFlashPlain ? (flash[from] ?? 0) : core.loadFlash(from);
        if (kind === 82 || kind === 84) {
          const next = (high | z) + 1;
          data[30] = next;
          data[31] = next >> 8;
          if (kind === 84) data[0x5b] = next >> 16;
        }
        cycles += 2;
        break;
      }
      case 85: // SPM
        core.leave(at, start, start, sreg, limit);
        core.onSpm(core.flashPointer);
        limit = core.limit;
        cycles = core.cycles + 1;
        break;
      case 86: // SLEEP
        core.leave(pc, cycles, cycles, sreg, limit);
        core.onSleep();
        limit = core.isSleeping ? 0 : core.limit;
        break;
      case 87: // WDR
        core.leave(at, start, start, sreg, limit);
        core.touched = true;
        core.onWatchdogReset();
        limit = core.limit;
        break;
      case 88: // NOP
        break;
      case 89: // the jump at address 0
        core.leave(at, start, start, sreg, limit);
        core.arriveAtStart();
        pc = k;
        cycles += d;
        break;
      case 90:
        core.leave(at, start, start, sreg, limit);
        return true;
      default:
        core.leave(at, start, start, sreg, limit);
        core.unknownOpcode();
        return false;
    }
    pc &= pcMask;
    kind = ops[pc] ?? 0;
  } while (cycles < limit);
  core.pc = pc;
  core.cycles = cycles;
  core.sreg = sreg;
  return false;
}
