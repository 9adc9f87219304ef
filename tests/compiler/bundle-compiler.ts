/**
 * The built-in compiler bundled for a page, with the texts of our core.
 *
 * In: what the page's module does with `templates`, as TypeScript. Out: one script without imports; small, as Vite
 * makes it for a page.
 */
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { minifySync } from 'vite';
import { readTemplates } from '../../app/host/read-templates.ts';
import { squeezeSource } from '../../compiler/squeeze-source.ts';

const COMPILER = resolve('compiler');

export async function bundleForPage(
  body: string,
  options: { readonly minify?: boolean } = {},
): Promise<{ readonly script: string; readonly nodeImports: readonly string[] }> {
  const templates = await readTemplates('firmware-templates');
  const core = Object.fromEntries(
    Object.entries(templates)
      .filter(([path]) => path.startsWith('core/') && !path.endsWith('.md'))
      .map(([path, text]) => [
        path,
        path.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : squeezeSource(text),
      ]),
  );
  const result = await build({
    stdin: {
      contents: `const templates = ${JSON.stringify(core)};\n${body.replaceAll('COMPILER', COMPILER)}`,
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    metafile: true,
    write: false,
    external: ['node:*'],
  });
  const nodeImports = Object.values(result.metafile.inputs).flatMap(({ imports }) =>
    imports.map(({ path }) => path).filter((path) => path.startsWith('node:')),
  );
  const script = result.outputFiles[0]?.text ?? '';
  if (options.minify !== true) return { script, nodeImports };
  const { code, errors } = minifySync('compiler.js', script, { compress: true, mangle: { toplevel: true } });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return { script: code, nodeImports };
}
