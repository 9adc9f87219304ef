/** What every file of the repository owes: size, honesty, and nothing of the place it was written in. */
import { readdirSync, readFileSync, existsSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../compiler/diagnostics/catalogue.ts';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.cache']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [relative('.', path).replaceAll('\\', '/')] : [];
  });
}

const TEXT = /\.(ts|mts|mjs|js|json|md|genie|h|cpp|c|ino|template|txt|sh|css|html|svg)$|(^|\/)\.ci\/run$/;
const files = filesBelow('.').filter((path) => TEXT.test(path));
const text = (path: string): string => readFileSync(path, 'utf8');

/** Tables, tests, generated files. The lint holds TypeScript to 600 lines too. */
const MAY_BE_LONG =
  /^(package-lock\.json|\.oxlintrc\.json|tests\/|examples\/|lessons\/|boards\/(bases|bricks|chips)\/|blocks\/specs\/|compiler\/diagnostics\/catalogue\.ts|firmware-templates\/core\/include\/avr\/io\/|CHANGELOG\.md)/;

describe('the repository', () => {
  test('no file is longer than 600 lines, tables and tests aside', () => {
    const long = files.filter((path) => !MAY_BE_LONG.test(path) && text(path).split('\n').length > 601);
    expect(long).toEqual([]);
  });

  test('the README begins with the two commands', () => {
    const lines = text('README.md')
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines[0]).toMatch(/^# /);
    expect(lines.slice(1, 5)).toEqual([
      '```sh',
      'npm install && npm start',
      'npm install && npm test',
      '```',
    ]);
  });

  test.each([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'ARCHITECTURE.md',
    'docs/language.md',
    'docs/command.md',
    'docs/adr',
  ])('%s exists', (path) => {
    expect(existsSync(path)).toBe(true);
  });

  test('nothing names the place or the way it was written', () => {
    // In pieces, so that this file does not name them either.
    const words = [
      'assis' + 'tant',
      '/work' + '/main',
      '/work' + '/shared',
      'this ses' + 'sion',
      'previous ses' + 'sion',
    ];
    const found = files
      .filter((path) => path !== 'package-lock.json')
      .flatMap((path) => {
        const content = text(path).toLowerCase();
        return words.filter((word) => content.includes(word)).map((word) => `${path}: ${word}`);
      });
    expect(found).toEqual([]);
  });

  test('every diagnostic is provoked by a test that names its code', () => {
    const tests = files
      .filter((path) => path.startsWith('tests/') && path !== 'tests/repository/house.test.ts')
      .map(text)
      .join('\n');
    // Named alone, or with the line it is said at.
    const missing = Object.keys(CATALOGUE).filter(
      (code) => !new RegExp(`['"\`]${code}(?: \\d+)?['"\`]`).test(tests),
    );
    expect(missing).toEqual([]);
  });

  test('every diagnostic has its own words in each language, and the same holes', () => {
    const holes = (sentence: string): string[] =>
      [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
    for (const [code, { fr, en }] of Object.entries(CATALOGUE)) {
      if (fr === '{fr}') continue;
      expect([code, holes(fr)]).toEqual([code, holes(en)]);
      expect(fr).not.toBe(en);
    }
  });

  test('packages have exact versions, the same as in the lock', () => {
    interface Manifest {
      readonly name: string;
      readonly engines: { readonly node: string };
      readonly dependencies: Readonly<Record<string, string>>;
      readonly devDependencies: Readonly<Record<string, string>>;
    }
    const manifest = JSON.parse(text('package.json')) as Manifest;
    const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, { version: string }> };
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect([name, version]).toEqual([name, lock.packages[`node_modules/${name}`]?.version]);
    expect(manifest.name).not.toBe('genie');
    expect(manifest.engines.node).toBe('>=20.19');
  });

  test('the lock names no private registry', () => {
    const hosts = [...text('package-lock.json').matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(
      ([, host]) => host,
    );
    expect([...new Set(hosts)].filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('.ci/run is a bash script that can be run', () => {
    expect(statSync('.ci/run').mode & 0o111).not.toBe(0);
    expect(() => execFileSync('bash', ['-n', '.ci/run'])).not.toThrow();
    for (const word of [
      'set -euo pipefail',
      'REQUIRE_REFERENCE_TOOLS=1',
      'npm install && npm test',
      'arduino-core-avr',
    ])
      expect(text('.ci/run')).toContain(word);
  });
});
