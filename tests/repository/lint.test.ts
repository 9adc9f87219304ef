/** The layers and the type-aware rules are worth only as much as they really catch: mistakes are planted. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Finding {
  readonly filename: string;
  readonly code: string;
}

const planted: Readonly<Record<string, readonly [text: string, rule: string]>> = {
  'boards/a.ts': ["import '../compiler/sketch.ts';", 'no-restricted-imports'],
  'boards/kit/a.ts': ["import '../../blocks/index.ts';", 'no-restricted-imports'],
  'boards/b.ts': ["import 'node:fs';", 'no-restricted-imports'],
  'blocks/a.ts': ["import '../compiler/cpp-gen/names.ts';", 'no-restricted-imports'],
  'blocks/reading/a.ts': ["import '../../compiler/compile.ts';", 'no-restricted-imports'],
  'blocks/b.ts': ["import 'blockly';", 'no-restricted-imports'],
  'blocks/editor/a.ts': ["import '../../app/cli/main.ts';", 'no-restricted-imports'],
  'compiler/a.ts': ["import '../blocks/index.ts';", 'no-restricted-imports'],
  'compiler/cpp-gen/a.ts': [
    "import { readFileSync } from 'node:fs';\nreadFileSync('x');",
    'no-restricted-imports',
  ],
  'compiler/b.ts': ['export const x = process.env;', 'no-restricted-globals'],
  'compiler/c.ts': ['export const x = document.title;', 'no-restricted-globals'],
  'compiler/toolchains/a.ts': ["import '../../app/host/host.ts';", 'no-restricted-imports'],
  'compiler/cpp/a.ts': ["import '../ir/ir.ts';", 'no-restricted-imports'],
  'compiler/cpp/lower/a.ts': ["import '../../avr/generate-code.ts';", 'no-restricted-imports'],
  'compiler/ir/a.ts': ["import '../cpp/ast.ts';", 'no-restricted-imports'],
  'compiler/avr/a.ts': ["import '../link/link.ts';", 'no-restricted-imports'],
  'compiler/asm/a.ts': ["import '../ir/ir.ts';", 'no-restricted-imports'],
  'compiler/runtime/a.ts': ["import '../avr/target.ts';", 'no-restricted-imports'],
  'compiler/link/a.ts': ["import '../cpp/types.ts';", 'no-restricted-imports'],
  'compiler/hex/a.ts': ["import '../asm/asm.ts';", 'no-restricted-imports'],
  'app/device/a.ts': ["import '../../compiler/compile.ts';", 'no-restricted-imports'],
  'app/device/b.ts': ["import '../host/host.ts';", 'no-restricted-imports'],
  'app/device/c.ts': ["import 'node:fs';", 'no-restricted-imports'],
  'app/device/d.ts': ["import 'serialport';", 'no-restricted-imports'],
  'app/device/node/a.ts': ["import 'serialport';", 'no-restricted-imports'],
  'app/simulator/a.ts': ["import '../../blocks/index.ts';", 'no-restricted-imports'],
  'app/simulator/b.ts': ["import 'node:os';", 'no-restricted-imports'],
  'app/shared/a.ts': ["import '../../boards/types.ts';", 'no-restricted-imports'],
  'app/host/a.ts': ["import '../cli/main.ts';", 'no-restricted-imports'],
  'app/host/b.ts': ["import 'electron';", 'no-restricted-imports'],
  'app/main/a.ts': ["import '../../compiler/compile.ts';", 'no-restricted-imports'],
  'app/preload/a.ts': ["import '../renderer/app.ts';", 'no-restricted-imports'],
  'app/renderer/a.ts': ["import '../host/host.ts';", 'no-restricted-imports'],
  'app/renderer/b.ts': ["import 'node:path';", 'no-restricted-imports'],
  'app/cli/a.ts': ["import '../renderer/app.ts';", 'no-restricted-imports'],
  'app/cli/b.ts': ["import '../../tests/support/x.ts';", 'no-restricted-imports'],
  'lessons/a.ts': ["import '../app/host/host.ts';", 'no-restricted-imports'],
  'compiler/d.ts': ['const f = async () => 1;\nf();', 'no-floating-promises'],
  'compiler/e.ts': ['export const f = (x: any) => x;', 'no-explicit-any'],
  'compiler/f.ts': ['export const f = (x?: string) => x!.length;', 'no-non-null-assertion'],
  'compiler/g.ts': ["export const f = () => { throw 'no'; };", 'only-throw-error'],
  'compiler/h.ts': [
    "export const f = (x: 'a' | 'b') => { switch (x) { case 'a': return 1; } return 2; };",
    'switch-exhaustiveness-check',
  ],
  'compiler/cycle-1.ts': [
    "import { b } from './cycle-2.ts';\nexport const a = (): number => b();",
    'no-cycle',
  ],
  'compiler/cycle-2.ts': [
    "import { a } from './cycle-1.ts';\nexport const b = (): number => a();",
    'no-cycle',
  ],
  'compiler/long.ts': [`export const x = 1;\n${'// line\n'.repeat(601)}`, 'max-lines'],
};

const allowed: Readonly<Record<string, string>> = {
  'boards/good.ts': "import type { Chip } from './types.ts';\nexport type A = Chip;",
  'blocks/good.ts':
    "import '../boards/types.ts';\nimport '../compiler/program/model.ts';\nimport '../compiler/diagnostics/diagnostic.ts';",
  'blocks/editor/good.ts': "import 'blockly';",
  'compiler/good.ts': "import '../boards/types.ts';",
  'compiler/ir/good.ts': "import '../cpp/source.ts';",
  'compiler/cpp/lower/good.ts': "import '../../ir/ir.ts';",
  'compiler/toolchains/good.ts': "import 'node:fs';\nimport '../sketch.ts';",
  'app/shared/good.ts': "import type { Board } from '../../boards/types.ts';\nexport type A = Board;",
  'app/device/good.ts': "import '../../compiler/hex/intel-hex.ts';\nimport '../../boards/types.ts';",
  'lessons/good.ts': "import '../app/simulator/x.ts';\nimport '../compiler/compile.ts';",
  'app/host/good.ts': "import 'node:fs';\nimport '../device/x.ts';\nimport '../../compiler/compile.ts';",
  'app/cli/good.ts': "import '../host/host.ts';\nimport '../../blocks/index.ts';",
  'app/renderer/good.ts': "import '../shared/x.ts';\nimport '../../blocks/index.ts';",
  'tests/good.ts': "import '../app/cli/main.ts';",
  'boards/bricks/long.ts': `export const x = 1;\n${'// line\n'.repeat(700)}`,
};

let folder = '';
let findings: readonly Finding[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genie-lint-'));
  const texts = [
    ...Object.entries(planted).map(([path, [text]]) => [path, text] as const),
    ...Object.entries(allowed),
  ];
  for (const [path, text] of texts) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${text}\n`);
  }
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
    await copyFile(name, join(folder, name));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  const out = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [resolve('node_modules/oxlint/bin/oxlint'), '--format', 'json'],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      // It answers 1 when it has found something.
      (_, stdout) => done(stdout),
    );
  });
  const { diagnostics } = JSON.parse(out) as { diagnostics: readonly Finding[] };
  findings = diagnostics.map(({ filename, code }) => ({ filename: filename.replaceAll('\\', '/'), code }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const rulesFor = (path: string): string[] =>
  findings.filter(({ filename }) => filename.endsWith(path)).map(({ code }) => code);

describe('the lint', () => {
  test.each(Object.entries(planted).map(([path, [text, rule]]) => [rule, path, text.slice(0, 60)] as const))(
    '%s catches %s: %s',
    (rule, path) => {
      expect(rulesFor(path).some((code) => code.includes(rule))).toBe(true);
    },
  );

  test.each(Object.keys(allowed))('has nothing against the imports and length of %s', (path) => {
    expect(rulesFor(path).filter((code) => /restricted|max-lines|no-cycle/.test(code))).toEqual([]);
  });
});
