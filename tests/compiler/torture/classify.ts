/**
 * Makes passing.json: which torture programs avr-gcc itself compiles and passes, in four languages.
 *
 * Run by hand after a change of the programs: node scripts/run-ts.mjs tests/compiler/torture/classify.ts [LIST…]
 * c: as C; gnu: as GNU's C++; permissive: as C++ with -fpermissive; strict: as C++ of the standard alone,
 * see plain-cpp.ts. Lists that are not named stay as they are.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayBeStrict, withoutAttributes } from './plain-cpp.ts';
import { runVerdict } from './run-verdict.ts';
import { PASSED, readTorture, tortureFolder, tortureNames, tortureProgram } from './torture-sources.ts';

const LIMIT_MS = 20_000;
const FILE = join('tests', 'compiler', 'torture', 'passing.json');
const MODES = {
  c: { language: 'c', flags: ['-xc', '-std=gnu11'] },
  gnu: { language: 'c++', flags: ['-xc++', '-std=gnu++11'] },
  permissive: { language: 'c++', flags: ['-xc++', '-std=gnu++11', '-fpermissive'] },
  strict: { language: 'c++', flags: ['-xc++', '-std=c++11', '-pedantic-errors'] },
} as const;

const folder = tortureFolder();
if (folder === undefined) throw new Error('gcc-12-source is not installed');
const work = mkdtempSync(join(tmpdir(), 'torture-'));
const macros = execFileSync('avr-g++', ['-mmcu=atmega2560', '-std=c++11', '-dM', '-E', '-xc++', '-'], {
  input: '',
  encoding: 'utf8',
});
const predefined = new Set([...macros.matchAll(/^#define (\w+)/gm)].map(([, name = '']) => name));

function passes(name: string, mode: keyof typeof MODES): boolean {
  const { language, flags } = MODES[mode];
  const program = tortureProgram(folder ?? '', name, language);
  if (mode === 'strict' && !mayBeStrict(readTorture(folder ?? '', name), predefined)) return false;
  const source = join(work, 'program');
  writeFileSync(source, mode === 'strict' ? withoutAttributes(program) : program, 'latin1');
  try {
    // -w would silence -pedantic-errors.
    const quiet = mode === 'strict' ? [] : ['-w'];
    const built = ['-mmcu=atmega2560', '-Os', ...quiet, ...flags, source, '-o', join(work, 'elf')];
    execFileSync('avr-gcc', built, { stdio: 'ignore', timeout: 60_000 });
    execFileSync('avr-objcopy', ['-O', 'ihex', join(work, 'elf'), join(work, 'hex')]);
  } catch {
    return false;
  }
  return runVerdict(readFileSync(join(work, 'hex'), 'latin1'), 'atmega2560', LIMIT_MS) === PASSED;
}

const passing = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string[]>;
const wanted = process.argv.slice(2);
for (const mode of ['c', 'gnu', 'permissive', 'strict'] as const) {
  if (wanted.length > 0 && !wanted.includes(mode)) continue;
  // What is strict C++ is GNU's C++ too.
  const names = mode === 'strict' ? (passing['gnu'] ?? []) : tortureNames(folder);
  passing[mode] = names.filter((name) => passes(name, mode));
  console.log(mode, passing[mode].length);
}
rmSync(work, { recursive: true, force: true });
writeFileSync(FILE, `${JSON.stringify(passing)}\n`);
