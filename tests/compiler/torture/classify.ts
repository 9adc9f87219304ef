/**
 * Makes passing.json: which torture programs avr-gcc itself compiles and passes, in three languages.
 *
 * Run by hand after a change of the programs: node scripts/run-ts.mjs tests/compiler/torture/classify.ts
 * c: as C; strict: also as C++; permissive: also as C++ with -fpermissive.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runVerdict } from './run-verdict.ts';
import { PASSED, tortureFolder, tortureNames, tortureProgram } from './torture-sources.ts';

const LIMIT_MS = 20_000;
const MODES = {
  c: { language: 'c', flags: ['-xc', '-std=gnu11'] },
  strict: { language: 'c++', flags: ['-xc++', '-std=gnu++11'] },
  permissive: { language: 'c++', flags: ['-xc++', '-std=gnu++11', '-fpermissive'] },
} as const;

const folder = tortureFolder();
if (folder === undefined) throw new Error('gcc-12-source is not installed');
const work = mkdtempSync(join(tmpdir(), 'torture-'));
const passing: Record<string, string[]> = {};
for (const [mode, { language, flags }] of Object.entries(MODES)) {
  passing[mode] = [];
  for (const name of tortureNames(folder)) {
    const source = join(work, 'program');
    writeFileSync(source, tortureProgram(folder, name, language), 'latin1');
    try {
      const built = ['-mmcu=atmega2560', '-Os', '-w', ...flags, source, '-o', join(work, 'elf')];
      execFileSync('avr-gcc', built, { stdio: 'ignore', timeout: 60_000 });
      execFileSync('avr-objcopy', ['-O', 'ihex', join(work, 'elf'), join(work, 'hex')]);
    } catch {
      continue;
    }
    if (runVerdict(readFileSync(join(work, 'hex'), 'latin1'), 'atmega2560', LIMIT_MS) === PASSED)
      passing[mode]?.push(name);
  }
  console.log(mode, passing[mode]?.length);
}
rmSync(work, { recursive: true, force: true });
writeFileSync(join('tests', 'compiler', 'torture', 'passing.json'), `${JSON.stringify(passing)}\n`);
