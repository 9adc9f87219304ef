/** Diagnostics for people (one sentence each, with its place) and for programs (JSON). */
import type { LocalizedText } from '../../boards/types.ts';
import type { Diagnostic, Span } from '../../compiler/diagnostics/diagnostic.ts';
import type { Language } from '../../compiler/program/model.ts';
import { harmless, type Style } from './style.ts';
import { say } from './words.ts';

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly blockId: string | null;
  readonly span: Span | null;
}

export const jsonDiagnostics = (
  diagnostics: readonly Diagnostic[],
  language: Language,
): readonly JsonDiagnostic[] =>
  diagnostics.map(({ code, severity, message, blockId, span }) => ({
    code,
    severity,
    message: message[language],
    blockId: blockId ?? null,
    span: span ?? null,
  }));

/** Block id → its words. */
export type BlockNames = ReadonlyMap<string, LocalizedText>;

export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  language: Language,
  style: Style,
  names: BlockNames = new Map(),
): string {
  return diagnostics.map((diagnostic) => printOne(diagnostic, language, style, names)).join('');
}

function printOne(
  { severity, message, blockId, span, notes }: Diagnostic,
  language: Language,
  style: Style,
  names: BlockNames,
): string {
  const mark = severity === 'error' ? style.red('✗') : style.yellow('!');
  const place = [
    ...(span === undefined ? [] : [say('placeIs', language, { ...span })]),
    ...(blockId === undefined
      ? []
      : [say('blockIs', language, { block: names.get(blockId)?.[language] ?? blockId })]),
  ].join(', ');
  const lines = [
    `${mark} ${harmless(message[language])}`,
    ...(place === '' ? [] : [style.dim(`    ${harmless(place)}`)]),
    ...(notes ?? [])
      .map((note) => note[language])
      .filter((note) => !message[language].includes(note))
      .map((note) => style.dim(`    ${harmless(note)}`)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
