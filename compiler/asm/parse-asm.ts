/**
 * Text to sections: for the hand-written routines and for tests.
 *
 * In: lines in the GNU assembler's words. `.code NAME`, `.flashData NAME`, `.data NAME`, `.bss NAME SIZE`
 * `.noinit NAME SIZE` and `.eeprom NAME SIZE` open a section; a label outside a section opens a code section of its name.
 * Labels that begin with a dot are the section's own, the others are exported. `.clobbers r0 r1`,
 * `.export NAME`, `.byte`, `.word`, `.string`, `.space` as expected; comments begin with `;` or `//`.
 * Out: sections in the order of the text. A line that is not understood throws InternalError: the text is ours.
 */
import { NO_LOC } from '../cpp/source.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { AsmItem, AsmSection, Register } from './asm.ts';
import { findInstruction } from './instruction-info.ts';
import { parseAddress, parseNumber, parseOperand, splitOperands } from './parse-operand.ts';

interface Draft {
  readonly name: string;
  readonly kind: AsmSection['kind'];
  readonly size: number;
  readonly items: AsmItem[];
  readonly exports: string[];
  clobbers?: Register[];
}

export function parseAsm(text: string): AsmSection[] {
  const drafts: Draft[] = [];
  let draft: Draft | undefined;
  const open = (kind: Draft['kind'], name: string, size: number): Draft => {
    draft = { name, kind, size, items: [], exports: [] };
    drafts.push(draft);
    return draft;
  };
  for (const [index, raw] of text.split('\n').entries()) {
    let line = withoutComment(raw).trim();
    for (let colon = labelEnd(line); colon > 0; colon = labelEnd(line)) {
      const name = line.slice(0, colon);
      line = line.slice(colon + 1).trim();
      if (draft === undefined) open('code', name, 0);
      else if (name !== draft.name || draft.items.length > 0) {
        draft.items.push({ kind: 'label', name });
        if (!name.startsWith('.') && !draft.exports.includes(name)) draft.exports.push(name);
      }
    }
    if (line === '') continue;
    try {
      const opened = openSection(line);
      if (opened !== undefined) open(opened.kind, opened.name, opened.size);
      else if (draft === undefined) throw new InternalError('outside a section');
      else readLine(draft, line);
    } catch (problem) {
      if (!(problem instanceof InternalError)) throw problem;
      throw new InternalError(`assembly line ${index + 1}, "${line}": ${problem.message}`);
    }
  }
  return drafts.map(finish);
}

/** The same, under the name tests like to say. */
export const assembleText = parseAsm;

function withoutComment(line: string): string {
  if (line.includes('"')) return line;
  const semicolon = line.indexOf(';');
  const slashes = line.indexOf('//');
  const end = semicolon < 0 ? slashes : slashes < 0 ? semicolon : Math.min(semicolon, slashes);
  return end < 0 ? line : line.slice(0, end);
}

function labelEnd(line: string): number {
  const colon = line.indexOf(':');
  if (colon <= 0) return -1;
  for (let i = 0; i < colon; i++) {
    const code = line.charCodeAt(i);
    if (code === 0x20 || code === 0x22 || code === 0x09) return -1;
  }
  return colon;
}

const SECTION_KINDS = ['code', 'flashData', 'data', 'bss', 'noinit', 'eeprom'] as const;

function openSection(line: string): { kind: Draft['kind']; name: string; size: number } | undefined {
  const [word = '', name, size] = line.split(/\s+/);
  const kind = SECTION_KINDS.find((kind) => word === `.${kind}`);
  if (kind === undefined) return undefined;
  if (name === undefined) throw new InternalError('a section needs a name');
  return { kind, name, size: size === undefined ? 0 : parseNumber(size) };
}

function readLine(draft: Draft, line: string): void {
  const space = line.search(/\s/);
  const word = space < 0 ? line : line.slice(0, space);
  const rest = space < 0 ? '' : line.slice(space).trim();
  switch (word) {
    case '.clobbers':
      draft.clobbers = parseRegisters(rest);
      return;
    case '.export':
      if (!draft.exports.includes(rest)) draft.exports.push(rest);
      return;
    case '.byte':
      draft.items.push({ kind: 'bytes', bytes: Uint8Array.from(splitOperands(rest), parseNumber) });
      return;
    case '.space':
      draft.items.push({ kind: 'bytes', bytes: new Uint8Array(parseNumber(rest)) });
      return;
    case '.string': {
      const text: unknown = JSON.parse(rest);
      draft.items.push({ kind: 'bytes', bytes: new TextEncoder().encode(`${String(text)}\0`) });
      return;
    }
    case '.word':
      for (const text of splitOperands(rest)) draft.items.push(parseAddress(text));
      return;
    default: {
      const info = findInstruction(word);
      if (info === undefined) throw new InternalError(`no instruction ${word}`);
      const operands = splitOperands(rest).map((text) => parseOperand(text, info.class, word));
      draft.items.push({ kind: 'instruction', op: word, operands, loc: NO_LOC });
    }
  }
}

/** `r0 r18-r27` */
export const parseRegisters = (text: string): Register[] => text.split(/[\s,]+/).flatMap(registersIn);

/** `r18` or `r18-r27`. */
function registersIn(text: string): Register[] {
  if (text === '') return [];
  const [from = '', to = from] = text.split('-');
  const first = Number(from.slice(1));
  const last = Number(to.slice(1));
  if (!(first >= 0 && last >= first && last < 32)) throw new InternalError(`no registers ${text}`);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function finish({ name, kind, size, items, exports, clobbers }: Draft): AsmSection {
  const section: AsmSection = {
    name,
    display: name,
    kind,
    items: kind === 'code' || kind === 'flashData' ? items : [],
    size,
    exports: exports.filter((symbol) => symbol !== name),
    loc: NO_LOC,
    ...(clobbers === undefined ? {} : { clobbers }),
  };
  return kind === 'data' ? { ...section, ...initialBytes(items) } : section;
}

function initialBytes(items: readonly AsmItem[]): Pick<AsmSection, 'bytes' | 'relocations' | 'size'> {
  const bytes: number[] = [];
  const relocations: NonNullable<AsmSection['relocations']>[number][] = [];
  for (const item of items) {
    if (item.kind === 'bytes') bytes.push(...item.bytes);
    else if (item.kind === 'address') {
      const { name: target, offset: addend, isWord } = item;
      relocations.push({ offset: bytes.length, target, addend, isWord });
      bytes.push(0, 0);
    } else throw new InternalError('data holds bytes only');
  }
  return { bytes: Uint8Array.from(bytes), relocations, size: bytes.length };
}
