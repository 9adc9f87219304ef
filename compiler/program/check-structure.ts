/**
 * Says what is in the wrong place or points to something that is gone.
 *
 * In: a Program and its symbols. Out: diagnostics, each on its block. Guarantee without errors:
 * every id a node refers to exists, `break` and `continue` stand in loops, `return` in own blocks.
 */
import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Expression, Program, Statement, Trigger } from './model.ts';
import { slotHash } from './slot-hash.ts';
import { findAction, findReading, type Symbols } from './symbols.ts';
import {
  bodiesOf,
  expressionsOf,
  triggerExpressions,
  visitExpressions,
  visitStatements,
  bodiesOfProgram,
  visitBodyExpressions,
} from './walk.ts';

/** Names kept through power off: the runtime's table has room for these. */
export const MOST_SLOTS = 32;

/** No statement after one of these is ever reached. */
const ENDS: ReadonlySet<string> = new Set(['stopScript', 'stopAll', 'return', 'break', 'continue']);
const LOOPS: ReadonlySet<string> = new Set(['repeat', 'forever', 'while', 'for', 'forEach']);

interface Surroundings {
  readonly inLoop: boolean;
  readonly ownBlock: string | undefined;
}

export function checkStructure(program: Program, symbols: Symbols): Diagnostic[] {
  const check = new StructureCheck(program, symbols);
  return check.run();
}

class StructureCheck {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly heard: ReadonlySet<string>;

  constructor(
    private readonly program: Program,
    private readonly symbols: Symbols,
  ) {
    this.heard = new Set(
      program.scripts.flatMap(({ trigger }) => (trigger.kind === 'message' ? [trigger.message] : [])),
    );
  }

  run(): Diagnostic[] {
    if (this.program.scripts.length === 0) this.diagnostics.push(diagnostic('no-script'));
    for (const { trigger, body, blockId } of this.program.scripts) {
      this.trigger(trigger, blockId);
      this.body(body, { inLoop: trigger.kind === 'forever', ownBlock: undefined });
    }
    for (const { id, body } of this.program.ownBlocks) this.body(body, { inLoop: false, ownBlock: id });
    this.slots();
    return this.diagnostics;
  }

  private slots(): void {
    const slots = new Set<string>();
    let beyond: string | undefined;
    for (const { body } of [...this.program.scripts, ...this.program.ownBlocks]) {
      visitStatements(body, (statement) => {
        if (statement.kind !== 'remember') return;
        slots.add(statement.slot);
        if (slots.size > MOST_SLOTS) beyond ??= statement.blockId;
      });
    }
    this.slotsAlike();
    if (beyond === undefined) return;
    const words = { limit: MOST_SLOTS, count: slots.size };
    this.diagnostics.push(diagnostic('remember-too-many', words, { blockId: beyond }));
  }

  /** The chip keeps a number made from the name: two names with the same number would share a value. */
  private slotsAlike(): void {
    const owners = new Map<number, string>();
    const told = new Set<string>();
    const see = (name: string, blockId: string): void => {
      const hash = slotHash(name);
      const other = owners.get(hash) ?? name;
      owners.set(hash, other);
      if (other === name || told.has(name)) return;
      told.add(name);
      this.diagnostics.push(diagnostic('remember-names-alike', { name, other }, { blockId }));
    };
    for (const body of bodiesOfProgram(this.program)) {
      visitStatements(body, (statement) => {
        if (statement.kind === 'remember') see(statement.slot, statement.blockId);
      });
      visitBodyExpressions(body, (expression) => {
        if (expression.kind === 'stored') see(expression.slot, expression.blockId);
      });
    }
  }

  private trigger(trigger: Trigger, blockId: string): void {
    for (const expression of triggerExpressions(trigger)) this.expression(expression, undefined);
    if (trigger.kind === 'message' && !this.symbols.messages.has(trigger.message)) {
      this.diagnostics.push(diagnostic('message-unknown', {}, { blockId }));
    }
    if (trigger.kind === 'brick') {
      const brick = this.symbols.bricks.get(trigger.brick);
      const known = brick?.type.events.some(({ id }) => id === trigger.event) ?? false;
      this.brick(trigger.brick, known, blockId);
    }
  }

  private brick(id: string, known: boolean, blockId: string): void {
    const brick = this.symbols.bricks.get(id);
    if (brick === undefined) {
      this.diagnostics.push(diagnostic('brick-missing', { brick: id }, { blockId }));
    } else if (!known) {
      const name = brick.plugged.name ?? brick.type.name;
      this.diagnostics.push(diagnostic('brick-wrong-kind', { brick: name }, { blockId }));
    }
  }

  private body(body: readonly Statement[], around: Surroundings): void {
    body.forEach((statement, index) => {
      for (const expression of expressionsOf(statement)) this.expression(expression, around.ownBlock);
      this.statement(statement, around);
      const inLoop = around.inLoop || LOOPS.has(statement.kind);
      for (const inner of bodiesOf(statement)) this.body(inner, { ...around, inLoop });
      const next = body[index + 1];
      if (next !== undefined && this.neverEnds(statement)) {
        this.diagnostics.push(diagnostic('unreachable', {}, { blockId: next.blockId }));
      }
    });
  }

  private neverEnds(statement: Statement): boolean {
    if (ENDS.has(statement.kind)) return true;
    return statement.kind === 'forever' && !leaves(statement.body);
  }

  private statement(statement: Statement, { inLoop, ownBlock }: Surroundings): void {
    const { blockId } = statement;
    if ('variable' in statement && !this.symbols.variables.has(statement.variable)) {
      this.diagnostics.push(diagnostic('variable-unknown', {}, { blockId }));
    }
    if ('list' in statement && !this.symbols.lists.has(statement.list)) {
      this.diagnostics.push(diagnostic('list-unknown', {}, { blockId }));
    }
    switch (statement.kind) {
      case 'action': {
        const brick = this.symbols.bricks.get(statement.brick);
        this.brick(statement.brick, findAction(brick, statement.action) !== undefined, blockId);
        break;
      }
      case 'broadcast': {
        const message = this.symbols.messages.get(statement.message);
        if (message === undefined) this.diagnostics.push(diagnostic('message-unknown', {}, { blockId }));
        else if (!this.heard.has(message.id)) {
          this.diagnostics.push(diagnostic('message-unheard', { message: message.name }, { blockId }));
        }
        break;
      }
      case 'break':
      case 'continue':
        if (!inLoop) this.diagnostics.push(diagnostic('break-outside-loop', {}, { blockId }));
        break;
      case 'return':
        if (ownBlock === undefined) {
          this.diagnostics.push(diagnostic('return-outside-own-block', {}, { blockId }));
        }
        break;
      case 'callStatement':
        this.ownBlock(statement.ownBlock, blockId);
        break;
      default:
    }
  }

  private ownBlock(id: string, blockId: string): void {
    if (!this.symbols.ownBlocks.has(id))
      this.diagnostics.push(diagnostic('own-block-unknown', {}, { blockId }));
  }

  private expression(root: Expression, ownBlock: string | undefined): void {
    visitExpressions(root, (expression) => {
      const { blockId } = expression;
      switch (expression.kind) {
        case 'variable':
          if (!this.symbols.variables.has(expression.variable)) {
            this.diagnostics.push(diagnostic('variable-unknown', {}, { blockId }));
          }
          break;
        case 'parameter':
          if (ownBlock === undefined || this.symbols.parameters.get(expression.parameter)?.id !== ownBlock) {
            this.diagnostics.push(diagnostic('variable-unknown', {}, { blockId }));
          }
          break;
        case 'listReading':
          if (!this.symbols.lists.has(expression.list)) {
            this.diagnostics.push(diagnostic('list-unknown', {}, { blockId }));
          }
          break;
        case 'reading': {
          const brick = this.symbols.bricks.get(expression.brick);
          this.brick(expression.brick, findReading(brick, expression.reading) !== undefined, blockId);
          break;
        }
        case 'call':
          this.ownBlock(expression.ownBlock, blockId);
          // A definition that gives nothing back is not the one this block was made for.
          if (this.symbols.ownBlocks.get(expression.ownBlock)?.hasResult === false) {
            this.diagnostics.push(diagnostic('own-block-unknown', {}, { blockId }));
          }
          break;
        default:
      }
    });
  }
}

/** Can a `break` inside leave the loop around this body? */
function leaves(body: readonly Statement[]): boolean {
  return body.some(
    (statement) =>
      statement.kind === 'break' || (!LOOPS.has(statement.kind) && bodiesOf(statement).some(leaves)),
  );
}
