/**
 * The child's own blocks as C++ functions.
 *
 * In: the own blocks that scripts call. Out: functions, and the frames of those that wait: a struct
 * with the bookmark, the parameters and the lasting locals, so that two scripts can be inside the
 * same own block at the same time. Callees come before their callers.
 */
import type { OwnBlock, Statement } from '../program/model.ts';
import { visitBodyExpressions, visitStatements } from '../program/walk.ts';
import { BodyWriter } from './body-writer.ts';
import type { Code, Line } from './code.ts';
import { cppType, INITIAL } from './cpp-types.ts';
import { BlockFlow, PlainFlow } from './flow.ts';
import type { Generation, OwnBlockNames } from './generation.ts';
import { commentLines } from './literals.ts';
import { writeBody } from './statements.ts';

export interface OwnBlockCode {
  readonly frames: readonly Line[];
  readonly functions: readonly Line[];
}

/** Bookmarks above this need two bytes. */
const MOST_BYTE_STEPS = 254;

const FRAME_WORDS = {
  fr: 'Ce que ce bloc retient pendant qu’il attend',
  en: 'What this block keeps while it waits',
} as const;

/** Fields that frames have beside the parameters. */
const FRAME_FIELDS: ReadonlySet<string> = new Set(['step', 'result']);

export function nameOwnBlocks(gen: Generation): void {
  for (const ownBlock of gen.typed.program.ownBlocks) {
    const functionName = gen.names.claim(ownBlock.name, 'ownBlock');
    const capital = functionName.charAt(0).toUpperCase() + functionName.slice(1);
    const frameName = gen.names.exactly(`${capital}Frame`);
    const parameters = new Map(
      ownBlock.parameters.map(({ id, name }) => [id, gen.names.claim(name, 'input', FRAME_FIELDS)]),
    );
    gen.ownBlocks.set(ownBlock.id, { functionName, frameName, parameters });
  }
}

export function writeOwnBlocks(gen: Generation, isPlain: boolean): OwnBlockCode {
  const frames: Line[] = [];
  const functions: Line[] = [];
  for (const ownBlock of calledOwnBlocks(gen)) {
    const names = gen.ownBlocks.get(ownBlock.id);
    if (names === undefined) continue;
    const waits = !isPlain && gen.typed.turns.inOwnBlock(ownBlock.id);
    const code = waits ? writeWaiting(gen, ownBlock, names) : writePlain(gen, ownBlock, names);
    frames.push(...code.frames);
    functions.push(...code.functions);
  }
  return { frames, functions };
}

/** Own blocks reachable from scripts, callees first. Requires: no recursion. */
function calledOwnBlocks({ typed }: Generation): OwnBlock[] {
  const found = new Set<OwnBlock>();
  const visit = (id: string): void => {
    const ownBlock = typed.symbols.ownBlocks.get(id);
    if (ownBlock === undefined || found.has(ownBlock)) return;
    visitCalls(ownBlock.body, visit);
    found.add(ownBlock);
  };
  for (const { body, trigger } of typed.program.scripts) {
    visitCalls(body, visit);
    // A start block's condition may call one too: walk it as if it were printed.
    for (const expression of Object.values(trigger)) {
      if (typeof expression !== 'object' || expression === null || !('blockId' in expression)) continue;
      visitCalls([{ kind: 'print', value: expression, newLine: false, blockId: '' }], visit);
    }
  }
  return [...found];
}

function visitCalls(body: readonly Statement[], visit: (id: string) => void): void {
  visitStatements(body, (statement) => {
    if (statement.kind === 'callStatement') visit(statement.ownBlock);
  });
  visitBodyExpressions(body, (expression) => {
    if (expression.kind === 'call') visit(expression.ownBlock);
  });
}

/** May a text that a caller hands over be changed while the own block runs? Then it takes a copy. */
function setsTexts(gen: Generation, body: readonly Statement[]): boolean {
  const { types, symbols } = gen.typed;
  let sets = false;
  visitStatements(body, (statement) => {
    if (statement.kind === 'setVariable' || statement.kind === 'forEach') {
      if (types.variables.get(statement.variable)?.kind === 'text') sets = true;
    }
    if (statement.kind === 'listAction' && types.lists.get(statement.list)?.kind === 'text') sets = true;
  });
  visitCalls(body, (id) => {
    sets ||= setsTexts(gen, symbols.ownBlocks.get(id)?.body ?? []);
  });
  return sets;
}

const top = (code: Code): Line => ({ kind: 'line', depth: 0, code });
const inside = (code: Code): Line => ({ kind: 'line', depth: 1, code });

function heading(ownBlock: OwnBlock): readonly string[] {
  return [...commentLines(ownBlock.name), ...commentLines(ownBlock.comment ?? '')];
}

function writePlain(gen: Generation, ownBlock: OwnBlock, names: OwnBlockNames): OwnBlockCode {
  const { types } = gen.typed;
  const body = new BodyWriter(gen, new PlainFlow('halt'), { id: ownBlock.id, names });
  writeBody(body, ownBlock.body);
  const cpp = ownBlock.hasResult ? cppType(types.results.get(ownBlock.id)) : 'void';
  if (cpp !== 'void' && ownBlock.body.at(-1)?.kind !== 'return') body.line(`return ${INITIAL[cpp]};`);
  const changesTexts = setsTexts(gen, ownBlock.body);
  const parameters = ownBlock.parameters.map(({ id }) => {
    const type = cppType(types.parameters.get(id));
    const name = names.parameters.get(id) ?? '';
    return type === 'Text' && !changesTexts ? `const Text &${name}` : `${type} ${name}`;
  });
  if (cpp === 'Text' || parameters.some((parameter) => /^(const )?Text /.test(parameter))) {
    gen.uses('GenieText.h');
  }
  const functions: Line[] = [
    { kind: 'open', blockId: ownBlock.blockId },
    ...heading(ownBlock).map(top),
    top(`${cpp} ${names.functionName}(${parameters.join(', ')}) {`),
    ...body.lines(),
    top('}'),
    { kind: 'close' },
    top(''),
  ];
  return { frames: [], functions };
}

function writeWaiting(gen: Generation, ownBlock: OwnBlock, names: OwnBlockNames): OwnBlockCode {
  const { types } = gen.typed;
  const flow = new BlockFlow();
  const body = new BodyWriter(gen, flow, { id: ownBlock.id, names });
  writeBody(body, ownBlock.body);
  const fields = ownBlock.parameters.map(
    ({ id }) => `${cppType(types.parameters.get(id))} ${names.parameters.get(id) ?? ''};`,
  );
  const result = cppType(types.results.get(ownBlock.id));
  if (ownBlock.hasResult) fields.push(`${result} result;`);
  const step = flow.steps() > MOST_BYTE_STEPS ? 'int' : 'byte';
  if ([...fields, ...flow.lastingLocals()].some((field) => field.startsWith('Text '))) {
    gen.uses('GenieText.h');
  }
  const frames: Line[] = [
    top(`// ${FRAME_WORDS[gen.typed.program.language]}`),
    top(`struct ${names.frameName} {`),
    inside(`${step} step;`),
    ...fields.map(inside),
    ...flow.lastingLocals().map(inside),
    top('};'),
    top(''),
  ];
  const endsItself = ownBlock.body.at(-1)?.kind === 'return';
  const ending = ownBlock.hasResult && !endsItself ? [inside(`me.result = ${INITIAL[result]};`)] : [];
  const functions: Line[] = [
    { kind: 'open', blockId: ownBlock.blockId },
    ...heading(ownBlock).map(top),
    top(`bool ${names.functionName}(${gen.scriptClass()} &script, ${names.frameName} &me) {`),
    inside('BLOCK_BEGIN(me);'),
    ...body.lines(),
    ...ending,
    inside('BLOCK_END(me);'),
    top('}'),
    { kind: 'close' },
    top(''),
  ];
  return { frames, functions };
}
