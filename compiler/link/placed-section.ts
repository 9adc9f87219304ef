/**
 * A section on its way into the image: its bytes, and where its labels, jumps and references stand.
 *
 * In: an AsmSection. Out: a PlacedSection whose offsets count every jump and branch in its short form, and
 * whose bytes lack only what addresses decide: `sites` (jumps, calls and branches to symbols, which may
 * grow) and `fixups` (symbols in other instructions and in tables).
 * Invariant: `grown[i]` is how many bytes the sites before number i have grown, so that an offset is its
 * fixed part plus `grown[sitesBefore]`.
 */
import type { AsmItem, AsmOperand, AsmSection, Part } from '../asm/asm.ts';
import { encodeInto, type SymbolOperand } from '../asm/encode.ts';
import { instructionInfo } from '../asm/instruction-info.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Loc } from '../cpp/source.ts';

export interface Mark {
  readonly fixed: number;
  readonly sitesBefore: number;
}

/** A jump, call or branch to a symbol, plus `offset` bytes. */
export interface Site {
  readonly kind: 'jump' | 'call' | 'branch';
  readonly op: string;
  readonly operands: readonly AsmOperand[];
  readonly fixed: number;
  readonly symbol: string;
  readonly offset: number;
  /** A skip stands before it: it must stay one instruction. */
  readonly isSkipped: boolean;
  /** Words beyond the short form: a jump 0 or 1; a branch 0, 1 (around rjmp) or 2 (around jmp). */
  extraWords: number;
  /** The target follows directly: no instruction, −1 words. */
  isDropped: boolean;
  /** Set by the flash layout, before relaxation. */
  target: SitePlace | undefined;
}

export interface SitePlace {
  readonly placed: PlacedSection;
  /** Absent: the section's start. */
  readonly mark: Mark | undefined;
}

export interface Fixup extends Mark {
  readonly item: AsmItem & { readonly kind: 'instruction' | 'address' };
}

export interface LineMark extends Mark {
  readonly loc: Loc;
}

export interface PlacedSection {
  readonly section: AsmSection;
  /** Bytes with all sites short. */
  readonly fixedSize: number;
  /** code and flashData; empty in RAM. */
  readonly bytes: Uint8Array;
  readonly labels: ReadonlyMap<string, Mark>;
  readonly sites: readonly Site[];
  readonly fixups: readonly Fixup[];
  /** Wherever the source place changes. */
  readonly lines: readonly LineMark[];
  readonly grown: Int32Array;
  /** Symbols of other sections, each once. */
  readonly references: readonly Reference[];
  /** Jumps by a number of words: nothing between may grow. */
  readonly fixedJumps: readonly { readonly from: number; readonly to: number }[];
  /** Byte address: in flash for code and flashData, in data space for the rest. */
  address: number;
}

export interface Reference {
  readonly symbol: string;
  readonly isFunction: boolean;
  /** Loc of the first use. */
  readonly loc: Loc;
}

export const isWordPart = (part: Part): boolean =>
  part === 'wordLo8' || part === 'wordHi8' || part === 'wordHh8';

export function placeSection(section: AsmSection): PlacedSection {
  return new Placer(section).place();
}

class Placer {
  private readonly section: AsmSection;
  private readonly labels = new Map<string, Mark>();
  private readonly sites: Site[] = [];
  private readonly fixups: Fixup[] = [];
  private readonly lines: LineMark[] = [];
  private readonly references = new Map<string, Reference>();
  private readonly fixedJumps: { from: number; to: number }[] = [];
  private readonly words = new Uint16Array(2);
  private bytes: Uint8Array;
  private fixed = 0;
  private skips = false;
  private loc: Loc | undefined;
  private usesSymbol = false;

  constructor(section: AsmSection) {
    this.section = section;
    this.bytes = new Uint8Array(2 * section.items.length + (section.bytes?.length ?? 0) + 16);
  }

  place(): PlacedSection {
    const { section, labels, sites } = this;
    const { items } = section;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === undefined) continue;
      if (item.kind === 'instruction') this.placeInstruction(item);
      else this.placeOther(item);
    }
    const isInFlash = section.kind === 'code' || section.kind === 'flashData';
    if (section.kind === 'flashData' && section.bytes !== undefined) this.placeBytes(section.bytes);
    for (const { offset, target, addend, isWord } of section.relocations ?? []) {
      this.refer(target, isWord, section.loc);
      const item = { kind: 'address', name: target, offset: addend, isWord } as const;
      if (isInFlash) this.fixups.push({ fixed: offset, sitesBefore: 0, item });
    }
    for (const label of labels.keys()) this.references.delete(label);
    this.references.delete(section.name);
    return {
      section,
      fixedSize: isInFlash ? this.fixed : Math.max(section.size, section.bytes?.length ?? 0),
      bytes: this.bytes.subarray(0, this.fixed),
      labels,
      sites,
      fixups: this.fixups,
      lines: this.lines,
      grown: new Int32Array(sites.length + 1),
      references: [...this.references.values()],
      fixedJumps: this.fixedJumps,
      address: 0,
    };
  }

  private placeOther(item: Exclude<AsmItem, { kind: 'instruction' }>): void {
    switch (item.kind) {
      case 'label':
        if (this.labels.has(item.name))
          throw new InternalError(`${this.section.name} has two labels ${item.name}`);
        this.labels.set(item.name, { fixed: this.fixed, sitesBefore: this.sites.length });
        break;
      case 'bytes':
        this.placeBytes(item.bytes);
        break;
      case 'address':
        this.refer(item.name, item.isWord, this.section.loc);
        this.fixups.push({ fixed: this.fixed, sitesBefore: this.sites.length, item });
        this.reserve(2);
        this.fixed += 2;
        break;
    }
  }

  private placeInstruction(item: AsmItem & { kind: 'instruction' }): void {
    const { op, operands, loc } = item;
    const { fixed, sites, words } = this;
    if ((fixed & 1) !== 0) throw new InternalError(`${this.section.name} has an instruction at an odd place`);
    if (loc !== this.loc) {
      this.loc = loc;
      this.lines.push({ fixed, sitesBefore: sites.length, loc });
    }
    const info = instructionInfo(op);
    this.reserve(4);
    const target = info.isTransfer ? operands[operands.length - 1] : undefined;
    if (target?.kind === 'symbol') {
      const { name: symbol, offset } = target;
      this.refer(symbol, true, loc);
      const kind = info.class === 'call' ? 'call' : info.class === 'branch' ? 'branch' : 'jump';
      sites.push({
        kind,
        op,
        operands,
        fixed,
        symbol,
        offset,
        isSkipped: this.skips,
        extraWords: 0,
        isDropped: false,
        target: undefined,
      });
      this.fixed += 2;
    } else {
      if (target?.kind === 'number' && info.words === 1)
        this.fixedJumps.push({ from: fixed, to: fixed + 2 + 2 * target.value });
      this.usesSymbol = false;
      this.loc = loc;
      const count = encodeInto(words, 0, op, operands, this.noteSymbol, info);
      if (this.usesSymbol) this.fixups.push({ fixed, sitesBefore: sites.length, item });
      for (let i = 0; i < count; i++) {
        const word = words[i] ?? 0;
        this.bytes[fixed + 2 * i] = word & 255;
        this.bytes[fixed + 2 * i + 1] = word >>> 8;
      }
      this.fixed += 2 * count;
    }
    this.skips = info.class === 'skip';
  }

  /** Zero fits every operand; the fixup puts the value there. */
  private readonly noteSymbol = ({ name, part }: SymbolOperand): number => {
    this.usesSymbol = true;
    this.refer(name, isWordPart(part), this.loc ?? this.section.loc);
    return 0;
  };

  private refer(symbol: string, isFunction: boolean, loc: Loc): void {
    if (!this.references.has(symbol)) this.references.set(symbol, { symbol, isFunction, loc });
  }

  private placeBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.fixed);
    this.fixed += bytes.length;
  }

  private reserve(more: number): void {
    const needed = this.fixed + more;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

export const sizeNow = (placed: PlacedSection): number =>
  placed.fixedSize + (placed.grown[placed.sites.length] ?? 0);

export const addressOfMark = (placed: PlacedSection, mark: Mark | undefined): number =>
  mark === undefined ? placed.address : placed.address + mark.fixed + (placed.grown[mark.sitesBefore] ?? 0);

/** Byte address a site goes to. */
export function targetAddress({ target, offset, symbol }: Site): number {
  if (target === undefined) throw new InternalError(`the jump to ${symbol} is not resolved`);
  return addressOfMark(target.placed, target.mark) + offset;
}
