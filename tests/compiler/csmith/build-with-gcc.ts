/** A C program to Intel HEX with avr-gcc, for the ATmega2560. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GccBuild {
  readonly hex: string;
  /** Bytes of text + data. */
  readonly bytes: number;
}

/** Undefined when it does not build (too big for the chip). */
export function buildWithGcc(
  text: string,
  level: '-Os' | '-O0',
  suffix: '.c' | '.cpp' = '.c',
): GccBuild | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'genie-gcc-'));
  try {
    writeFileSync(join(folder, `program${suffix}`), text);
    const flags = ['-mmcu=atmega2560', level, '-w', suffix === '.c' ? '-std=gnu11' : '-std=gnu++11'];
    execFileSync('avr-gcc', [...flags, `program${suffix}`, '-o', 'program.elf'], {
      cwd: folder,
      stdio: 'ignore',
    });
    execFileSync('avr-objcopy', ['-O', 'ihex', 'program.elf', 'program.hex'], { cwd: folder });
    const sizes = execFileSync('avr-size', ['program.elf'], { cwd: folder, encoding: 'utf8' });
    const [text_ = 0, data = 0] = (sizes.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
    return { hex: readFileSync(join(folder, 'program.hex'), 'latin1'), bytes: text_ + data };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
