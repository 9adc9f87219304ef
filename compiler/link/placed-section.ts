/**
 * A section on its way into the image: where its labels, its jumps and its references stand.
 *
 * In: an AsmSection. Out: a PlacedSection whose offsets count every jump and branch in its short form.
 * Invariant: a jump that must be longer is a `Site`; `grown[i]` is how many bytes the sites before
 * number i have grown, so that an offset is its fixed part plus `grown[sitesBefore]`.
 */
import type { AsmOperand, AsmSection } from '../asm/asm.ts';
import { instructionInfo } from '../asm/instruction-info.ts';
import { InternalError } from '../diagnostics/internal-error.ts';

export interface Mark {
  readonly fixed: number;
  readonly sitesBefore: number;
}

/** A jump, call or branch to a symbol, plus `offset` bytes. */
export interface Site {
  readonly kind: 'jump' | 'call' | 'branch';
  readonly item: number;
  readonly fixed: number;
  readonly symbol: string;
  readonly offset: number;
  /** A skip stands before it: it must stay one instruction. */
  readonly isSkipped: boolean;
  /** Words beyond the short form: a jump 0 or 1; a branch 0, 1 (around rjmp) or 2 (around jmp). */
  extraWords: number;
  /** Set by the flash layout, before relaxation. */
  target: SitePlace | undefined;
}

export interface SitePlace {
  readonly placed: PlacedSection;
  /** Absent: the section's start. */
  readonly mark: Mark | undefined;
}

export interface PlacedSection {
  readonly section: AsmSection;
  /** Bytes with all sites short. */
  readonly fixedSize: number;
  readonly labels: ReadonlyMap<string, Mark>;
  readonly sites: readonly Site[];
  readonly grown: Int32Array;
  /** Symbols of other sections, each once. */
  readonly references: readonly Reference[];
  /** Jumps by a number of words: nothing between may grow. */
  readonly fixedJumps: readonly { readonly from: Mark; readonly to: number }[];
  /** Byte address: in flash for code and flashData, in data space for the rest. */
  address: number;
}

export interface Reference {
  readonly symbol: string;
  readonly isFunction: boolean;
  /** Loc of the first use. */
  readonly loc: number;
}

export function placeSection(section: AsmSection): PlacedSection {
  const labels = new Map<string, Mark>();
  const sites: Site[] = [];
  const references = new Map<string, Reference>();
  const fixedJumps: { from: Mark; to: number }[] = [];
  const refer = (symbol: string, isFunction: boolean, loc: number): void => {
    if (!references.has(symbol)) references.set(symbol, { symbol, isFunction, loc });
  };
  let fixed = 0;
  let skips = false;
  const { items } = section;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === undefined) continue;
    switch (item.kind) {
      case 'label':
        if (labels.has(item.name)) throw new InternalError(`${section.name} has two labels ${item.name}`);
        labels.set(item.name, { fixed, sitesBefore: sites.length });
        break;
      case 'bytes':
        fixed += item.bytes.length;
        break;
      case 'address':
        refer(item.name, item.isWord, section.loc);
        fixed += 2;
        break;
      case 'instruction': {
        if ((fixed & 1) !== 0) throw new InternalError(`${section.name} has an instruction at an odd place`);
        const info = instructionInfo(item.op);
        const { operands } = item;
        const kind =
          info.class === 'jump' || info.class === 'call' || info.class === 'branch' ? info.class : undefined;
        const target = kind === undefined ? undefined : operands[operands.length - 1];
        if (kind !== undefined && target?.kind === 'symbol') {
          refer(target.name, true, item.loc);
          const { name: symbol, offset } = target;
          sites.push({
            kind,
            item: i,
            fixed,
            symbol,
            offset,
            isSkipped: skips,
            extraWords: 0,
            target: undefined,
          });
          fixed += 2;
        } else {
          if (target?.kind === 'number' && info.words === 1)
            fixedJumps.push({ from: { fixed, sitesBefore: sites.length }, to: fixed + 2 + 2 * target.value });
          referOperands(operands, item.loc, refer);
          fixed += 2 * info.words;
        }
        skips = info.class === 'skip';
        break;
      }
    }
  }
  for (const { target, isWord } of section.relocations ?? []) refer(target, isWord, section.loc);
  for (const label of labels.keys()) references.delete(label);
  references.delete(section.name);
  return {
    section,
    fixedSize: sizeOf(section, fixed),
    labels,
    sites,
    grown: new Int32Array(sites.length + 1),
    references: [...references.values()],
    fixedJumps,
    address: 0,
  };
}

function referOperands(
  operands: readonly AsmOperand[],
  loc: number,
  refer: (symbol: string, isFunction: boolean, loc: number) => void,
): void {
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i];
    if (operand?.kind === 'symbol') refer(operand.name, operand.part.startsWith('word'), loc);
  }
}

function sizeOf(section: AsmSection, fixed: number): number {
  switch (section.kind) {
    case 'code':
      return fixed;
    case 'flashData':
      return fixed + (section.bytes?.length ?? 0);
    case 'data':
      return section.bytes?.length ?? section.size;
    case 'bss':
    case 'noinit':
      return section.size;
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
