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
import type { OperandKindName } from '../asm/operand-kinds.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Loc } from '../cpp/source.ts';

export interface Mark {
  readonly fixed: number;
  readonly sitesBefore: number;
}

/** A symbol that a section uses. */
export interface Reference {
  readonly symbol: string;
  readonly isFunction: boolean;
  /** Loc of the first use. */
  readonly loc: Loc;
  /** Its own labels at once, others by the flash layout. A number: a data address. */
  place: SymbolPlace | number | undefined;
}

export interface SymbolPlace {
  readonly placed: PlacedSection;
  /** Absent: the section's start. */
  readonly mark: Mark | undefined;
}

/** A jump, call or branch to a symbol, plus `offset` bytes. */
export interface Site {
  readonly kind: 'jump' | 'call' | 'branch';
  /** branch: the opcode, its distance empty. */
  readonly word: number;
  readonly fixed: number;
  readonly reference: Reference;
  readonly offset: number;
  /** A skip stands before it: it must stay one instruction. */
  readonly isSkipped: boolean;
  /** Words beyond the short form: a jump 0 or 1; a branch 0, 1 (around rjmp) or 2 (around jmp). */
  extraWords: number;
  /** The target follows directly: no instruction, −1 words. */
  isDropped: boolean;
}

/** A value that goes into bytes which are there already, zero in its place. */
export interface Fixup extends Mark {
  /** K8: the immediate of ldi and its like; data16: the second word; other: `item` is encoded anew. */
  readonly how: 'K8' | 'data16' | 'word' | 'other';
  readonly reference: Reference;
  readonly operand: SymbolOperand;
  readonly item: (AsmItem & { readonly kind: 'instruction' }) | undefined;
}

export interface LineMark extends Mark {
  readonly loc: Loc;
}

export interface PlacedSection {
  readonly section: AsmSection;
  /** Bytes with all sites short. */
  readonly fixedSize: number;
  /** code, flashData and data; empty for the rest. */
  readonly bytes: Uint8Array;
  readonly labels: ReadonlyMap<string, Mark>;
  readonly sites: readonly Site[];
  readonly fixups: readonly Fixup[];
  /** Wherever the source place changes. */
  readonly lines: readonly LineMark[];
  readonly grown: Int32Array;
  /** Each symbol once, in the order of first use. */
  readonly references: readonly Reference[];
  /** Jumps by a number of words: nothing between may grow. */
  readonly fixedJumps: readonly { readonly from: number; readonly to: number }[];
  /** Byte address: in flash for code and flashData, in data space for the rest. */
  address: number;
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
  private operand: SymbolOperand | undefined;
  private operandKind: OperandKindName | undefined;

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
    const { bytes } = section;
    if (bytes !== undefined) this.placeBytes(bytes);
    for (const { offset, target, addend, isWord } of section.relocations ?? [])
      this.placeWord(
        { fixed: this.fixed - (bytes?.length ?? 0) + offset, sitesBefore: 0 },
        target,
        addend,
        isWord,
      );
    const isSized =
      section.kind === 'bss' ||
      section.kind === 'noinit' ||
      section.kind === 'eeprom' ||
      section.kind === 'data';
    const placed: PlacedSection = {
      section,
      fixedSize: isSized ? Math.max(section.size, this.fixed) : this.fixed,
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
    for (const reference of placed.references) {
      const mark = labels.get(reference.symbol);
      if (mark !== undefined || reference.symbol === section.name) reference.place = { placed, mark };
    }
    return placed;
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
        this.placeWord(
          { fixed: this.fixed, sitesBefore: this.sites.length },
          item.name,
          item.offset,
          item.isWord,
        );
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
    this.reserve(4);
    const info = encodeInto(words, 0, op, operands, this.noteSymbol);
    const count = info.words;
    const operand = this.takeOperand();
    if (operand !== undefined && info.isTransfer) {
      sites.push({
        kind: info.class === 'call' ? 'call' : info.class === 'branch' ? 'branch' : 'jump',
        word: words[0] ?? 0,
        fixed,
        reference: this.refer(operand.name, true, loc),
        offset: operand.offset,
        isSkipped: this.skips,
        extraWords: 0,
        isDropped: false,
      });
      this.fixed += 2;
    } else {
      if (operand !== undefined) this.noteFixup(item, operand);
      else if (info.isTransfer && count === 1) this.noteFixedJump(operands);
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
  private readonly noteSymbol = (operand: SymbolOperand, kind: OperandKindName): number => {
    this.operand = operand;
    this.operandKind = kind;
    return 0;
  };

  private takeOperand(): SymbolOperand | undefined {
    const { operand } = this;
    this.operand = undefined;
    return operand;
  }

  private noteFixup(item: AsmItem & { kind: 'instruction' }, operand: SymbolOperand): void {
    const { operandKind } = this;
    const { name, part } = operand;
    this.fixups.push({
      fixed: this.fixed,
      sitesBefore: this.sites.length,
      how: operandKind === 'data16' ? 'data16' : operandKind === 'K8' && part !== 'whole' ? 'K8' : 'other',
      reference: this.refer(name, isWordPart(part), item.loc),
      operand,
      item,
    });
  }

  private noteFixedJump(operands: readonly AsmOperand[]): void {
    const target = operands[operands.length - 1];
    if (target?.kind === 'number')
      this.fixedJumps.push({ from: this.fixed, to: this.fixed + 2 + 2 * target.value });
  }

  private placeWord({ fixed, sitesBefore }: Mark, name: string, offset: number, isWord: boolean): void {
    this.fixups.push({
      fixed,
      sitesBefore,
      how: 'word',
      reference: this.refer(name, isWord, this.section.loc),
      operand: { kind: 'symbol', name, offset, part: isWord ? 'wordLo8' : 'whole', isNegated: false },
      item: undefined,
    });
  }

  private refer(symbol: string, isFunction: boolean, loc: Loc): Reference {
    const known = this.references.get(symbol);
    if (known !== undefined) return known;
    const reference: Reference = { symbol, isFunction, loc, place: undefined };
    this.references.set(symbol, reference);
    return reference;
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

/** Where a code symbol is; our own slip when it is a data address. */
export function placeOfSite({ reference: { place, symbol } }: Site): SymbolPlace {
  if (typeof place !== 'object' || place.placed.section.kind !== 'code')
    throw new InternalError(`something jumps to ${symbol}, which is no code`);
  return place;
}

/** Byte address a site goes to. */
export function targetAddress(site: Site): number {
  const { placed, mark } = placeOfSite(site);
  return addressOfMark(placed, mark) + site.offset;
}
