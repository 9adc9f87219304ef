/**
 * `--dump STAGE`: what one stage of a build has given, as text.
 *
 * program, typed, spans: JSON. cpp: the sketch's files one after the other. tokens, ast, ir,
 * ir-after:PASS, map: the built-in compiler's own. asm: its listing, or avr-objdump's of another toolchain.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PASS_NAMES } from '../../compiler/ir/pass-pipeline.ts';
import { findProgram } from '../../compiler/toolchains/tool-environment.ts';
import type { BuildReport } from '../host/build.ts';
import type { Host } from '../host/host.ts';

export const STAGES = ['program', 'typed', 'cpp', 'spans', 'tokens', 'ast', 'ir', 'asm', 'map'] as const;
const AFTER_PASS = 'ir-after:';
export type Stage = (typeof STAGES)[number] | `${typeof AFTER_PASS}${string}`;

export const isStage = (word: string): word is Stage =>
  (STAGES as readonly string[]).includes(word) || PASS_NAMES.some((pass) => word === `${AFTER_PASS}${pass}`);

export const stageNames = (): readonly string[] => [
  ...STAGES,
  ...PASS_NAMES.map((pass) => `${AFTER_PASS}${pass}`),
];

/** The text, or why there is none. */
export async function dumpStage(
  stage: Stage,
  report: BuildReport,
  host: Host,
): Promise<string | { readonly missing: 'noStage' | 'noObjdump' }> {
  const { program, typed, sketch, elf } = report;
  const json = (value: unknown): string | { missing: 'noStage' } =>
    value === undefined ? { missing: 'noStage' } : `${JSON.stringify(value, readableMaps, 2)}\n`;
  switch (stage) {
    case 'program':
      return json(program);
    case 'typed':
      return json(typed);
    case 'spans':
      return json(sketch?.blocks);
    case 'cpp':
      if (sketch === undefined) return { missing: 'noStage' };
      return sketch.files.map(({ path, text }) => `// ---- ${path}\n${text}\n`).join('');
    case 'asm':
      if (elf !== undefined) return disassemble(elf, host);
      return report.dump?.(stage) ?? { missing: 'noStage' };
    default:
      return report.dump?.(stage) ?? { missing: 'noStage' };
  }
}

const readableMaps = (_: string, value: unknown): unknown => {
  if (value instanceof Map) return { map: [...(value as Map<unknown, unknown>)] };
  if (value instanceof Set) return { set: [...(value as Set<unknown>)] };
  return value;
};

async function disassemble(elf: Uint8Array, host: Host): Promise<string | { missing: 'noObjdump' }> {
  const { variables, platform, homeFolder, temporaryFolder } = host.surroundings;
  const objdump = await findProgram('avr-objdump', { variables, platform });
  if (objdump === undefined) return { missing: 'noObjdump' };
  const folder = await mkdtemp(join(temporaryFolder, 'genie-asm-'));
  try {
    await writeFile(join(folder, 'firmware.elf'), elf);
    const { code, out } = await host.run(objdump, ['-d', '-C', 'firmware.elf'], { cwd: folder });
    return code === 0 ? out.trimStart().replaceAll(homeFolder, '~') : { missing: 'noObjdump' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
