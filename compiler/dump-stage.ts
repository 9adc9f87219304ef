/**
 * `--dump STAGE` of the built-in compiler: one stage of a build as text, stable and readable.
 *
 * tokens: what the preprocessor leaves of the sketch's own files; ast: their syntax tree; ir: the program
 * after lowering; ir-after:PASS: after the last run of a pass; asm: the machine code with its sources;
 * map: what lies where. Undefined when the build never came to that stage.
 */
import type { FirmwareBuilder, FirmwareRequest } from './build-firmware.ts';
import { dumpAst } from './cpp/dump-ast.ts';
import { dumpTokens } from './cpp/dump-tokens.ts';
import { printModule } from './ir/print-ir.ts';
import { printListing } from './link/print-listing.ts';
import { printMap } from './link/print-map.ts';

const AFTER = 'ir-after:';

export function dumpStage(
  stage: string,
  builder: FirmwareBuilder,
  request: FirmwareRequest,
): string | undefined {
  const own = new Set(request.sketch.files.map(({ path }) => path));
  if (stage === 'tokens') {
    const { tokens, sources } = builder.reader.tokens(request);
    return dumpTokens(
      tokens.filter(({ loc }) => own.has(sources.fileAt(loc)?.path ?? '')),
      sources,
    );
  }
  if (stage === 'ast') {
    const { units, sources } = builder.reader.read(request);
    return units
      .filter(({ fileName }) => own.has(fileName))
      .map(({ unit }) => dumpAst(unit, sources, ({ path }) => own.has(path)))
      .join('');
  }
  if (stage === 'ir' || stage.startsWith(AFTER)) {
    const wanted = stage === 'ir' ? 'lower' : stage.slice(AFTER.length);
    let text: string | undefined;
    builder.build({
      ...request,
      onPass: (name, module) => {
        if (name === wanted) text = printModule(module);
      },
    });
    return text;
  }
  if (stage !== 'asm' && stage !== 'map') return undefined;
  const { linked, sources } = builder.build(request);
  if (linked === undefined) return undefined;
  return stage === 'asm' ? printListing(linked, sources) : printMap(linked, sources);
}
