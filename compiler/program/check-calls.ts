/**
 * Refuses own blocks that call themselves, and warns of scripts that wait for each other.
 *
 * In: a Program and its symbols. Out: diagnostics. Guarantee without errors: the calls among own
 * blocks have no circle, so their frames can be laid out once and for all.
 */
import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Program, Statement } from './model.ts';
import type { Symbols } from './symbols.ts';
import { visitBodyExpressions, visitStatements } from './walk.ts';

/** The own blocks a body calls directly. */
function callsIn(body: readonly Statement[]): Set<string> {
  const calls = new Set<string>();
  visitStatements(body, (statement) => {
    if (statement.kind === 'callStatement') calls.add(statement.ownBlock);
  });
  visitBodyExpressions(body, (expression) => {
    if (expression.kind === 'call') calls.add(expression.ownBlock);
  });
  return calls;
}

/** Everything reachable from `start` by `edges`, without `start` itself unless a circle leads back. */
function reach(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>();
  const open = [...(edges.get(start) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...(edges.get(node) ?? []));
  }
  return seen;
}

/** Own blocks that two scripts can be inside at the same time. */
export function sharedOwnBlocks(program: Program): Set<string> {
  const calls = new Map(program.ownBlocks.map(({ id, body }) => [id, callsIn(body)]));
  const reached = new Set<string>();
  const shared = new Set<string>();
  for (const { body } of program.scripts) {
    const direct = callsIn(body);
    const all = new Set([...direct, ...[...direct].flatMap((id) => [...reach(id, calls)])]);
    for (const id of all) (reached.has(id) ? shared : reached).add(id);
  }
  return shared;
}

export function checkRecursion(program: Program): Diagnostic[] {
  const calls = new Map(program.ownBlocks.map(({ id, body }) => [id, callsIn(body)]));
  return program.ownBlocks
    .filter(({ id }) => reach(id, calls).has(id))
    .map(({ name, blockId }) => diagnostic('own-block-recursion', { name }, { blockId }));
}

/** Requires: no recursion. */
export function checkWaitingCircles(program: Program, symbols: Symbols): Diagnostic[] {
  const calls = new Map(program.ownBlocks.map(({ id, body }) => [id, callsIn(body)]));
  const awaited = (body: readonly Statement[]): Set<string> => {
    const messages = new Set<string>();
    visitStatements(body, (statement) => {
      if (statement.kind === 'broadcast' && statement.andWait) messages.add(statement.message);
    });
    return messages;
  };
  const scripts = program.scripts.map((script) => {
    const messages = awaited(script.body);
    for (const direct of callsIn(script.body)) {
      for (const id of [direct, ...reach(direct, calls)]) {
        for (const message of awaited(symbols.ownBlocks.get(id)?.body ?? [])) messages.add(message);
      }
    }
    return { script, messages };
  });
  const edges = new Map<string, Set<string>>();
  scripts.forEach(({ messages }, index) => {
    const others = new Set<string>();
    program.scripts.forEach(({ trigger }, other) => {
      if (other !== index && trigger.kind === 'message' && messages.has(trigger.message)) {
        others.add(String(other));
      }
    });
    edges.set(String(index), others);
  });
  return program.scripts.flatMap(({ blockId }, index) =>
    reach(String(index), edges).has(String(index))
      ? [diagnostic('messages-wait-in-circle', {}, { blockId })]
      : [],
  );
}
