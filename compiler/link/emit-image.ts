/**
 * The bytes of flash, and the table from addresses to source places.
 *
 * In: a flash layout with final addresses. Out: the image from address 0, zero where nothing stands
 * (padding), and one line entry wherever the source place changes.
 */
import { encodeInto, type SymbolOperand } from '../asm/encode.ts';
import type { OperandKindName } from '../asm/operand-kinds.ts';
import { partOf } from '../asm/parse-operand.ts';
import { NO_LOC } from '../cpp/source.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Firmware } from './firmware.ts';
import type { FlashLayout } from './flash-layout.ts';
import { addressOfMark, isWordPart, type PlacedSection, type Site, targetAddress } from './placed-section.ts';

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
  private here: PlacedSection;
  private lastLoc: number | undefined;

  constructor(layout: FlashLayout) {
    this.layout = layout;
    this.here = layout.startup;
    this.image = new Uint8Array(layout.end);
  }

  private readonly valueOf = (operand: SymbolOperand, kind: OperandKindName): number => {
    const place = this.layout.placeOf(this.here, operand.name);
    const { offset, part, isNegated } = operand;
    const isWord = isWordPart(part);
    let value: number;
    if (typeof place === 'number') value = place + offset;
    else {
      const own = addressOfMark(place.placed, place.mark) + offset;
      value = isWord ? (this.layout.trampolines.addressFor(place, offset) ?? own) : own;
    }
    if (isNegated) value = -value;
    if (part !== 'whole') return partOf(part, value);
    return kind === 'data16' ? value & 0xffff : value;
  };

  writeSection(placed: PlacedSection): void {
    this.here = placed;
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
      if (fixup === undefined) continue;
      const { item } = fixup;
      const at = addressOfMark(placed, fixup);
      if (item.kind === 'address') this.writeAddress(at, item.name, item.offset, item.isWord);
      else {
        const count = encodeInto(this.words, 0, item.op, item.operands, this.valueOf);
        this.writeWord(at, this.words[0] ?? 0);
        if (count === 2) this.writeWord(at + 2, this.words[1] ?? 0);
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
      if (target !== at) throw new InternalError(`${site.symbol} does not follow the jump to it`);
      return;
    }
    if (site.kind !== 'branch') {
      this.writeJump(at, target, site.kind, site.extraWords > 0);
      return;
    }
    const displacement = site.extraWords === 0 ? (target - at - 2) / 2 : site.extraWords;
    const condition = site.operands.slice(0, -1);
    encodeInto(this.words, 0, site.op, [...condition, { kind: 'number', value: displacement }], this.valueOf);
    const word = this.words[0] ?? 0;
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

  private writeAddress(at: number, name: string, offset: number, isWord: boolean): void {
    const part = isWord ? 'word' : 'whole';
    const operand: SymbolOperand = {
      kind: 'symbol',
      name,
      offset,
      part: part === 'word' ? 'wordLo8' : 'whole',
      isNegated: false,
    };
    const low = this.valueOf(operand, 'data16');
    if (part === 'whole') this.writeWord(at, low & 0xffff);
    else this.writeWord(at, low | (this.valueOf({ ...operand, part: 'wordHi8' }, 'data16') << 8));
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
    for (const placed of this.layout.data) {
      this.here = placed;
      const at = start + placed.address - first;
      if (placed.section.bytes !== undefined) this.image.set(placed.section.bytes, at);
      for (const { offset, target, addend, isWord } of placed.section.relocations ?? [])
        this.writeAddress(at + offset, target, addend, isWord);
    }
  }
}
