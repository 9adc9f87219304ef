/**
 * The listing of a firmware, for `--dump asm`: its instructions, read back from the image.
 *
 * In: what the linker gives, and the source files. Out: text: each part of flash under its name, an
 * instruction a line with address and bytes; targets of jumps and variables by name; before the first
 * instruction of a source line, the line. Constants as bytes. Stable.
 */
import { decode, type DecodedInstruction } from '../asm/decode.ts';
import { instructionInfo } from '../asm/instruction-info.ts';
import { printInstruction } from '../asm/print-asm.ts';
import type { SourceFiles } from '../cpp/source.ts';
import type { FirmwareSymbol } from './firmware.ts';
import type { Linked } from './link.ts';

const BYTES_A_LINE = 16;

export function printListing(linked: Linked, files: SourceFiles): string {
  const { image } = linked.firmware;
  const words = wordsOf(image);
  const nameAt = namesOf(linked.firmware.symbols);
  const lineAt = new Map(linked.firmware.lines.map(({ pc, loc }) => [pc, loc]));
  const parts = linked.room.filter(({ ram }) => ram === 0);
  const lines: string[] = [];
  let at = 0;
  for (const { address, flash, display, kind } of parts) {
    // Zeros for alignment are not worth a line.
    if (address - at > 1) lines.push('', 'first values of variables:', ...hexLines(image, at, address));
    at = address + flash;
    lines.push('', `${hex(address, 5)} <${display}>:`);
    if (kind === 'flashData') {
      lines.push(...hexLines(image, address, at));
      continue;
    }
    let shown = '';
    for (let pc = address; pc + 1 < at;) {
      const source = sourceLine(lineAt.get(pc), files);
      if (source !== undefined && source !== shown) {
        lines.push(`; ${source}`);
        shown = source;
      }
      const instruction = decode(words, pc / 2);
      lines.push(instructionLine(pc, words, instruction, nameAt));
      pc += 2 * (instruction?.words ?? 1);
    }
  }
  if (image.length - at > 1)
    lines.push('', 'first values of variables:', ...hexLines(image, at, image.length));
  return `${lines.slice(1).join('\n')}\n`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function wordsOf(image: Uint8Array): Uint16Array {
  return Uint16Array.from(
    { length: image.length >> 1 },
    (_, i) => (image[2 * i] ?? 0) | ((image[2 * i + 1] ?? 0) << 8),
  );
}

function hexLines(image: Uint8Array, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let at = from; at < to; at += BYTES_A_LINE) {
    const bytes = [...image.subarray(at, Math.min(to, at + BYTES_A_LINE))];
    const text = bytes
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(
      `${hex(at, 5)}:  ${bytes
        .map((byte) => hex(byte, 2))
        .join(' ')
        .padEnd(3 * BYTES_A_LINE)} ${text}`,
    );
  }
  return lines;
}

function sourceLine(loc: number | undefined, files: SourceFiles): string | undefined {
  if (loc === undefined) return undefined;
  const span = files.spanOf(loc);
  if (span === undefined) return undefined;
  const text = files.fileAt(loc)?.text.split('\n', span.line).at(-1) ?? '';
  return `${span.file}:${span.line}  ${text.trim()}`;
}

interface Names {
  code(address: number): string | undefined;
  data(address: number): string | undefined;
}

function namesOf(symbols: readonly FirmwareSymbol[]): Names {
  const find = (isInFlash: boolean) => {
    const list = symbols
      .filter(({ kind }) => (kind !== 'variable') === isInFlash)
      .sort((a, b) => a.address - b.address);
    return (address: number): string | undefined => {
      let low = 0;
      let high = list.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((list[middle]?.address ?? 0) <= address) low = middle + 1;
        else high = middle;
      }
      const symbol = list[low - 1];
      if (symbol === undefined || address >= symbol.address + Math.max(1, symbol.bytes)) return undefined;
      const offset = address - symbol.address;
      return offset === 0 ? symbol.display : `${symbol.display}+${offset}`;
    };
  };
  return { code: find(true), data: find(false) };
}

function instructionLine(
  pc: number,
  words: Uint16Array,
  instruction: DecodedInstruction | undefined,
  names: Names,
): string {
  const count = instruction?.words ?? 1;
  const bytes = Array.from({ length: count }, (_, i) => words[pc / 2 + i] ?? 0)
    .flatMap((word) => [hex(word & 255, 2), hex(word >>> 8, 2)])
    .join(' ');
  const start = `${hex(pc, 5)}:  ${bytes.padEnd(12)} `;
  if (instruction === undefined) return `${start}.word 0x${hex(words[pc / 2] ?? 0, 4)}`;
  const note = noteFor(pc, instruction, names);
  return `${start}${printInstruction(instruction.op, instruction.operands)}${note === undefined ? '' : `  ; ${note}`}`;
}

function noteFor(pc: number, { op, operands, words }: DecodedInstruction, names: Names): string | undefined {
  if (op === 'lds') return operands[1]?.kind === 'number' ? names.data(operands[1].value) : undefined;
  const last = op === 'sts' ? operands[0] : operands.at(-1);
  if (last?.kind !== 'number') return undefined;
  if (op === 'sts') return names.data(last.value);
  if (!instructionInfo(op).isTransfer) return undefined;
  const target = words === 2 ? 2 * last.value : pc + 2 + 2 * last.value;
  return names.code(target) ?? `0x${hex(target, 1)}`;
}
