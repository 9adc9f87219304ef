/**
 * From a .genie file's text to a program, in two steps: the file says which kit it is for, and the
 * kit's bricks say what its blocks mean.
 *
 * In: untrusted text. Out: the file, and a reader of its blocks; or diagnostics.
 */
import { parseProgramFile } from '../../blocks/file/parse-program-file.ts';
import { readWorkspace, type ProgramFile } from '../../blocks/index.ts';
import type { Kit } from '../../boards/types.ts';
import { hasErrors } from '../../compiler/diagnostics/diagnostic.ts';
import type { Program } from '../../compiler/program/model.ts';
import type { Outcome } from './read-source.ts';

export interface OpenedProgram {
  readonly file: ProgramFile;
  readProgram(kit: Kit): Outcome<Program>;
}

export function openProgram(text: string): Outcome<OpenedProgram> {
  const { file, diagnostics } = parseProgramFile(text);
  if (file === undefined || hasErrors(diagnostics)) return { ok: false, diagnostics };
  return {
    ok: true,
    diagnostics,
    value: {
      file,
      readProgram(kit) {
        const { program, diagnostics: found } = readWorkspace(file, kit.bricks);
        if (hasErrors(found)) return { ok: false, diagnostics: found };
        return { ok: true, diagnostics: found, value: program };
      },
    },
  };
}
