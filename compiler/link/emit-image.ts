/**
 * The bytes of flash, and the table from addresses to source places.
 *
 * In: a flash layout with final addresses. Out: the image from address 0, zero where nothing stands
 * (padding), and one line entry wherever the source place changes.
 */
import { encodeInto, type SymbolOperand } from '../asm/encode.ts';
import { partOf } from '../asm/parse-operand.ts';
import { NO_LOC } from '../cpp/source.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Firmware } from './firmware.ts';
import type { FlashLayout } from './flash-layout.ts';
import {
  addressOfMark,
  type Fixup,
  isWordPart,
  type PlacedSection,
  type Reference,
  type Site,
  targetAddress,
} from './placed-section.ts';

const RJMP = 0xc000;
const RCALL = 0xd000;
const JMP = 0x940c;
const CALL = 0x940e;
/** Bit of brbs/brbc that inverts the condition. */
const INVERT_BRANCH = 0x0400;

export function emitImage(layout: FlashLayout): { image: Uint8Array; lines: Firmware['lines'] } {
  const writer = new ImageWriter(layout);
  for (const placed of layout.parts) writer.writeSection(placed);
  writer.writeVectors();
  writer.writeTrampolines();
  writer.writeDataImage();
  return { image: writer.image, lines: writer.lines };
}

class ImageWriter {
  readonly image: Uint8Array;
  readonly lines: { pc: number; loc: number }[] = [];
  private readonly words = new Uint16Array(2);
  private readonly layout: FlashLayout;
  private lastLoc: number | undefined;

  constructor(layout: FlashLayout) {
    this.layout = layout;
    this.image = new Uint8Array(layout.end);
  }

  private valueOf({ place, symbol }: Reference, { offset, part, isNegated }: SymbolOperand): number {
    if (place === undefined) throw new InternalError(`${symbol} has no place`);
    let value: number;
    if (typeof place === 'number') value = place + offset;
    else {
      const own = addressOfMark(place.placed, place.mark) + offset;
      value = isWordPart(part) ? (this.layout.trampolines.addressFor(place, offset) ?? own) : own;
    }
    return partOf(part, isNegated ? -value : value);
  }

  writeSection(placed: PlacedSection): void {
    const { address, bytes, grown, sites, fixups, lines, section } = placed;
    if (section.kind !== 'code' || lines.length === 0) this.noteLine(address, NO_LOC);
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line !== undefined) this.noteLine(addressOfMark(placed, line), line.loc);
    }
    let from = 0;
    for (let i = 0; i < sites.length; i++) {
      const site = sites[i];
      if (site === undefined) continue;
      const shift = address + (grown[i] ?? 0);
      this.copy(bytes, from, site.fixed, from + shift);
      this.writeSite(site.fixed + shift, site);
      from = site.fixed + 2;
    }
    this.copy(bytes, from, bytes.length, from + address + (grown[sites.length] ?? 0));
    for (let i = 0; i < fixups.length; i++) {
      const fixup = fixups[i];
      if (fixup !== undefined) this.writeFixup(addressOfMark(placed, fixup), fixup);
    }
  }

  private writeFixup(at: number, { how, reference, operand, item }: Fixup): void {
    const { image } = this;
    switch (how) {
      case 'K8': {
        const value = this.valueOf(reference, operand);
        image[at] = (image[at] ?? 0) | (value & 15);
        image[at + 1] = (image[at + 1] ?? 0) | (value >>> 4);
        break;
      }
      case 'data16':
        this.writeWord(at + 2, this.valueOf(reference, operand) & 0xffff);
        break;
      case 'word': {
        const low = this.valueOf(reference, operand);
        const isWord = isWordPart(operand.part);
        const word = isWord ? low | (this.valueOf(reference, { ...operand, part: 'wordHi8' }) << 8) : low;
        this.writeWord(at, word & 0xffff);
        break;
      }
      case 'other': {
        if (item === undefined) throw new InternalError(`nothing to encode for ${reference.symbol}`);
        const valueOf = (): number => this.valueOf(reference, operand);
        const { words: count } = encodeInto(this.words, 0, item.op, item.operands, valueOf);
        for (let i = 0; i < count; i++) this.writeWord(at + 2 * i, this.words[i] ?? 0);
        break;
      }
    }
  }

  /** Stretches between jumps are short: a loop is faster than subarray and set. */
  private copy(bytes: Uint8Array, from: number, to: number, at: number): void {
    const { image } = this;
    if (to - from > 64) image.set(bytes.subarray(from, to), at);
    else for (let i = from; i < to; i++) image[at++] = bytes[i] ?? 0;
  }

  private noteLine(pc: number, loc: number): void {
    if (loc === this.lastLoc) return;
    this.lastLoc = loc;
    const last = this.lines[this.lines.length - 1];
    if (last?.pc === pc) last.loc = loc;
    else this.lines.push({ pc, loc });
  }

  private writeWord(at: number, word: number): void {
    this.image[at] = word & 255;
    this.image[at + 1] = word >>> 8;
  }

  private writeSite(at: number, site: Site): void {
    const target = targetAddress(site);
    if (site.isDropped) {
      if (target !== at) throw new InternalError(`${site.reference.symbol} does not follow the jump to it`);
      return;
    }
    if (site.kind !== 'branch') {
      this.writeJump(at, target, site.kind, site.extraWords > 0);
      return;
    }
    // k7 stands in bits 3 … 9.
    const displacement = site.extraWords === 0 ? (target - at - 2) / 2 : site.extraWords;
    const word = site.word | ((displacement & 0x7f) << 3);
    this.writeWord(at, site.extraWords === 0 ? word : word ^ INVERT_BRANCH);
    if (site.extraWords > 0) this.writeJump(at + 2, target, 'jump', site.extraWords > 1);
  }

  private writeJump(at: number, target: number, kind: 'jump' | 'call', isLong: boolean): void {
    if ((target & 1) !== 0) throw new InternalError(`a jump to the odd address ${target}`);
    if (isLong) {
      const word = target / 2;
      const high = word >>> 16;
      this.writeWord(at, (kind === 'call' ? CALL : JMP) | (high & 1) | ((high >>> 1) << 4));
      this.writeWord(at + 2, word & 0xffff);
      return;
    }
    const displacement = (target - at - 2) / 2;
    if (displacement < -2048 || displacement > 2047)
      throw new InternalError(`a short jump over ${displacement} words`);
    this.writeWord(at, (kind === 'call' ? RCALL : RJMP) | (displacement & 0xfff));
  }

  writeVectors(): void {
    const { vectors, vectorTargets } = this.layout;
    for (const [slot, target] of vectorTargets.entries()) {
      const at = (vectors?.address ?? 0) + 4 * slot;
      const words = (target() - at - 2) / 2;
      this.writeJump(at, target(), 'jump', words < -2048 || words > 2047);
    }
  }

  writeTrampolines(): void {
    const { placed, targets } = this.layout.trampolines;
    for (const [slot, { place, offset }] of targets.entries())
      this.writeJump(
        (placed?.address ?? 0) + 4 * slot,
        addressOfMark(place.placed, place.mark) + offset,
        'jump',
        true,
      );
  }

  writeDataImage(): void {
    const start = this.layout.image?.address;
    if (start === undefined) return;
    const first = this.layout.data[0]?.address ?? 0;
    for (const { address, bytes, fixups } of this.layout.data) {
      const at = start + address - first;
      this.image.set(bytes, at);
      for (const fixup of fixups) this.writeFixup(at + fixup.fixed, fixup);
    }
  }
}
