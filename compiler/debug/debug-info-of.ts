/**
 * Puts together what a debugger needs: the firmware's tables and the program they come from.
 *
 * In: a typed program, its sketch, the firmware's tables. Out: DebugInfo. The steps at which scripts keep their place
 * are read from the sketch itself: they are the numbers in its SCRIPT_ macros (firmware-templates/runtime/GenieScripts.h).
 */
import { blockAt } from '../block-at.ts';
import { cppType, type CppType } from '../cpp-gen/cpp-types.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Program } from '../program/model.ts';
import type { TypedProgram } from '../program/typed-program.ts';
import {
  bodiesOfProgram,
  triggerExpressions,
  visitBodyExpressions,
  visitStatements,
} from '../program/walk.ts';
import { visitExpressions } from '../program/walk.ts';
import { ZERO, type ValueType } from '../program/value-type.ts';
import type { Sketch } from '../sketch.ts';
import { flowOf, holesOf } from './block-flow.ts';
import type {
  Bookmark,
  BookmarkStep,
  CodeStretch,
  CodeWork,
  DebugInfo,
  DebugValue,
  FlowScript,
} from './debug-info.ts';
import type { FirmwareTables } from './firmware-tables.ts';

export function debugInfoOf(typed: TypedProgram, sketch: Sketch, tables: FirmwareTables): DebugInfo {
  const { program } = typed;
  const steps = stepsOf(sketch);
  const scripts = program.scripts.map((script): FlowScript => {
    const { inside, calls } = holesOf(triggerExpressions(script.trigger));
    const bookmark = bookmarkOf(script.blockId, sketch, steps, tables);
    return {
      block: script.blockId,
      trigger: script.trigger.kind,
      inside,
      calls,
      body: flowOf(script.body),
      ...(bookmark === undefined ? {} : { bookmark }),
    };
  });
  return {
    code: codeOf(program, sketch, tables),
    scripts,
    ownBlocks: program.ownBlocks.map(({ id, blockId, name, body }) => ({
      id,
      block: blockId,
      name,
      body: flowOf(body),
    })),
    values: valuesOf(typed, sketch, tables),
    language: program.language,
  };
}

/** Stretches with the same blocks are one. */
function codeOf(program: Program, sketch: Sketch, tables: FirmwareTables): readonly CodeStretch[] {
  const firstInside = new Map<string, Span>();
  for (const { blockId, body } of program.scripts) {
    const ids = new Set(body.map((statement) => statement.blockId));
    const first = sketch.blocks.find((block) => ids.has(block.blockId));
    if (first !== undefined) firstInside.set(blockId, first.span);
  }
  const code: CodeStretch[] = [];
  let before = '';
  for (const { pc, places } of tables.code) {
    const works = new Map<string, CodeWork>();
    for (const chain of places) {
      const [inner] = chain;
      const first = firstInside.get(inner?.block ?? '');
      const isEnd = inner !== undefined && first !== undefined && isBehind(inner.span, first);
      const blocks = chain.map(({ block }) => block);
      works.set(JSON.stringify([blocks, isEnd]), { blocks, isEnd });
    }
    const all = [...works.keys()].join('|');
    if (all === before) continue;
    before = all;
    const isNobody = [...works.values()].every(({ blocks }) => blocks.length === 0);
    code.push({ pc, works: isNobody ? [] : [...works.values()] });
  }
  return code;
}

const isBehind = (place: Span, first: Span): boolean =>
  place.line > first.line || (place.line === first.line && place.column > first.column);

// ---- Bookmarks ------------------------------------------------------------------------------

interface MacroStep extends BookmarkStep {
  readonly script: string;
}

const STEP = /\bSCRIPT_(WAIT|TURN|WAIT_UNTIL|CALL|CALL_ONCE)\((\w+), (\d+)[,)]/g;
const STEP_KINDS: Readonly<Record<string, BookmarkStep['kind']>> = {
  WAIT: 'wait',
  TURN: 'turn',
  WAIT_UNTIL: 'look',
  CALL: 'call',
  CALL_ONCE: 'call',
};

function stepsOf(sketch: Sketch): readonly MacroStep[] {
  const text = sketch.files.find(({ path }) => path === sketch.main)?.text ?? '';
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(STEP)].flatMap(({ index: at, 1: macro = '', 2: script = '', 3: step = '' }) => {
      const column = at + 1;
      const span = { file: sketch.main, line: index + 1, column, endLine: index + 1, endColumn: column + 1 };
      const block = blockAt(sketch, span);
      const kind = STEP_KINDS[macro];
      return block === undefined || kind === undefined ? [] : [{ script, step: Number(step), block, kind }];
    }),
  );
}

/** Of the class Script or LongScript: the step, then the moment it sleeps until. */
function bookmarkOf(
  hat: string,
  sketch: Sketch,
  steps: readonly MacroStep[],
  tables: FirmwareTables,
): Bookmark | undefined {
  const text = sketch.files.find(({ path }) => path === sketch.main)?.text.split('\n') ?? [];
  const span = sketch.blocks.find(({ blockId }) => blockId === hat)?.span;
  if (span === undefined) return undefined;
  const begin = /SCRIPT_BEGIN\((\w+)\);/.exec(text.slice(span.line - 1, span.endLine).join('\n'));
  const object = begin?.[1];
  const place = object === undefined ? undefined : tables.variables.get(object);
  if (place === undefined) return undefined;
  const bytes = place.bytes - 4;
  return {
    address: place.address,
    bytes,
    wakeAddress: place.address + bytes,
    steps: steps
      .filter(({ script }) => script === object)
      .map(({ step, block, kind }) => ({ step, block, kind })),
  };
}

// ---- Variables and lists ----------------------------------------------------------------------

const CPP_BYTES: Readonly<Record<CppType, number>> = {
  byte: 1,
  int: 2,
  long: 4,
  float: 4,
  bool: 1,
  Text: 41,
};
/** Behind a list's pointer, capacity and width (GenieLists.h, ListCore). */
const COUNT_OFFSET = 4;

function valuesOf(typed: TypedProgram, sketch: Sketch, tables: FirmwareTables): readonly DebugValue[] {
  const { program, types } = typed;
  const { variables, lists } = sketch.names ?? { variables: new Map(), lists: new Map() };
  const uses = usesOf(program);
  const common = (
    id: string,
    type: ValueType,
  ): Pick<DebugValue, 'type' | 'bytes' | 'isSigned' | 'isUsed' | 'isRead'> => {
    const cpp = cppType(type);
    return {
      type: type.kind,
      bytes: CPP_BYTES[cpp],
      isSigned: cpp === 'int' || cpp === 'long',
      isUsed: uses.used.has(id),
      isRead: uses.read.has(id),
    };
  };
  const addressOf = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : tables.variables.get(name)?.address;
  return [
    ...program.variables.map(({ id, name }): DebugValue => {
      const address = addressOf(variables.get(id));
      return {
        id,
        name,
        of: 'variable',
        ...common(id, types.variables.get(id) ?? ZERO),
        ...(address === undefined ? {} : { address }),
      };
    }),
    ...program.lists.map(({ id, name, capacity }): DebugValue => {
      const list = lists.get(id);
      const object = addressOf(list?.list);
      const items = addressOf(list?.items);
      return {
        id,
        name,
        of: 'list',
        ...common(id, types.lists.get(id) ?? ZERO),
        ...(object === undefined || items === undefined
          ? {}
          : { address: items, count: { address: object + COUNT_OFFSET, capacity } }),
      };
    }),
  ];
}

function usesOf(program: Program): { used: ReadonlySet<string>; read: ReadonlySet<string> } {
  const used = new Set<string>();
  const read = new Set<string>();
  const see = (node: object): void => {
    if ('variable' in node && typeof node.variable === 'string') used.add(node.variable);
    if ('list' in node && typeof node.list === 'string') used.add(node.list);
  };
  const reads = (node: { readonly kind: string }): void => {
    see(node);
    if (node.kind === 'variable' && 'variable' in node) read.add(String(node.variable));
    if ('list' in node) read.add(String(node.list));
  };
  for (const { trigger } of program.scripts)
    for (const expression of triggerExpressions(trigger)) visitExpressions(expression, reads);
  for (const body of bodiesOfProgram(program)) {
    visitBodyExpressions(body, reads);
    visitStatements(body, (statement) => {
      see(statement);
      // Counting up and going through a list look at them too.
      if (statement.kind === 'changeVariable' || statement.kind === 'for') read.add(statement.variable);
      if (statement.kind === 'forEach') read.add(statement.list);
    });
  }
  return { used, read };
}
