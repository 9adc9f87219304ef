/**
 * Collects the lines of one C++ function body.
 *
 * In: statements and expressions, through statements.ts and expressions.ts. Out: lines, and the
 * lasting locals its flow declared. One writer per function.
 */
import type { Expression } from '../program/model.ts';
import { ZERO } from '../program/value-type.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import { joinCode, type Code, type Line } from './code.ts';
import { asValueOf } from './conversions.ts';
import { cppType, INITIAL } from './cpp-types.ts';
import { writeInOrder } from './expressions.ts';
import type { Flow } from './flow.ts';
import { kept, primary, type Fragment } from './fragment.ts';
import type { Generation, OwnBlockNames } from './generation.ts';

export interface Loop {
  /** What `continue` must do before C++'s own: let the others have their turn. */
  readonly takesTurns: boolean;
  /** The forever start block in plain loop(): its `continue` is `return`, its `break` ends the program. */
  readonly isLoopFunction: boolean;
}

/** Does C++ take this for a variable rather than a new text? */
function isTextPlace(expression: Expression): boolean {
  if (expression.kind === 'variable') return true;
  if (expression.kind !== 'operation') return false;
  return ['choose', 'toText'].includes(expression.operator) && expression.args.some(isTextPlace);
}

export class BodyWriter {
  readonly loops: Loop[] = [];
  /** The mailbox of the script this body belongs to: a script never waits for itself. */
  ownMailbox: string | undefined;
  private collected: Line[] = [];
  private depth: number;
  /** One frame for each own block that waits and is called here. */
  private readonly frames = new Map<string, string>();

  constructor(
    readonly gen: Generation,
    readonly flow: Flow,
    /** The own block whose body this is. */
    readonly ownBlock: { readonly id: string; readonly names: OwnBlockNames } | undefined,
    depth = 1,
  ) {
    this.depth = depth;
  }

  lines(): readonly Line[] {
    return this.collected;
  }

  line(code: Code): void {
    this.collected.push({ kind: 'line', depth: this.depth, code });
  }

  linesOf(codes: readonly Code[]): void {
    for (const code of codes) this.line(code);
  }

  add(lines: readonly Line[]): void {
    for (const line of lines) this.collected.push(line);
  }

  /** Everything `write` adds belongs to the block. */
  block(blockId: string, write: () => void): void {
    this.collected.push({ kind: 'open', blockId });
    write();
    this.collected.push({ kind: 'close' });
  }

  indented(write: () => void): void {
    this.depth++;
    write();
    this.depth--;
  }

  deepen(by: number): void {
    this.depth += by;
  }

  /** Lines collected apart, one step less deep: as deep as the lines around. */
  shallower(lines: readonly Line[]): readonly Line[] {
    return lines.map((line) => (line.kind === 'line' ? { ...line, depth: line.depth - 1 } : line));
  }

  /** What `write` gives, with the lines it needed kept apart (one step deeper). */
  apart<T>(write: () => T): { readonly value: T; readonly lines: readonly Line[] } {
    const outer = this.collected;
    this.collected = [];
    this.depth++;
    const value = write();
    this.depth--;
    const lines = this.collected;
    this.collected = outer;
    return { value, lines };
  }

  /** Declares a local variable and gives its name; `value` is assigned here. */
  variable(cpp: string, purpose: string, value?: Code): string {
    const name = this.gen.names.numbered(purpose);
    if (this.flow.keepsLocals) {
      const reference = this.flow.declare(cpp, name);
      if (value !== undefined) this.line([reference, ' = ', value, ';']);
      return reference;
    }
    this.line([`${cpp} ${name}`, value === undefined ? '' : [' = ', value], ';']);
    return name;
  }

  /** Keeps a value for later in the same expression. */
  temporary(fragment: Fragment): Fragment {
    if (fragment.cpp === 'flash' || fragment.literal !== undefined || fragment.isKept === true)
      return fragment;
    const name = this.variable(fragment.cpp, 'value', fragment.code);
    return kept(name, fragment.cpp, fragment.type);
  }

  parameterName(id: string): string {
    const name = this.ownBlock?.names.parameters.get(id);
    if (name === undefined) throw new InternalError(`parameter ${id} outside its own block`);
    return this.flow.keepsLocals ? `me.${name}` : name;
  }

  /** The arguments of an own block's call, as its parameters take them. */
  private callArguments(ownBlockId: string, args: readonly Expression[]): Code[] {
    const { typed } = this.gen;
    const ownBlock = typed.symbols.ownBlocks.get(ownBlockId);
    if (ownBlock === undefined) throw new InternalError(`own block ${ownBlockId} is unknown`);
    const fragments = writeInOrder(this, args);
    return ownBlock.parameters.map((parameter, index) => {
      const type = typed.types.parameters.get(parameter.id) ?? ZERO;
      const fragment = fragments[index];
      if (fragment === undefined) return INITIAL[cppType(type)];
      const value = asValueOf(this.gen, fragment, type);
      // A `const Text &` would change together with the variable it stands for.
      const mayChange = args[index] !== undefined && isTextPlace(args[index]) && this.changes(ownBlockId);
      return type.kind === 'text' && mayChange ? ['Text(', value, ')'] : value;
    });
  }

  private namesOf(ownBlockId: string): OwnBlockNames {
    const names = this.gen.ownBlocks.get(ownBlockId);
    if (names === undefined) throw new InternalError(`own block ${ownBlockId} has no name`);
    return names;
  }

  /** Is it a function that changes something, with its parameters as references? */
  private changes(ownBlockId: string): boolean {
    return !this.waits(ownBlockId) && this.gen.typed.effects.ofOwnBlock(ownBlockId);
  }

  /** A call for its effect. */
  callStatement(ownBlockId: string, args: readonly Expression[]): void {
    const names = this.namesOf(ownBlockId);
    const values = this.callArguments(ownBlockId, args);
    if (this.waits(ownBlockId)) this.callWaiting(ownBlockId, names, values);
    else this.line([`${names.functionName}(`, joinCode(values, ', '), ');']);
  }

  /** A call for its result. */
  callForResult(expression: Expression & { readonly kind: 'call' }): Fragment {
    const { ownBlock, args } = expression;
    const names = this.namesOf(ownBlock);
    const type = this.gen.typeOf(expression);
    const cpp = cppType(type);
    const values = this.callArguments(ownBlock, args);
    if (!this.waits(ownBlock)) {
      return primary([`${names.functionName}(`, joinCode(values, ', '), ')'], cpp, type);
    }
    const frame = this.callWaiting(ownBlock, names, values);
    // The frame serves the next call too: the result is taken out of it at once.
    const result = this.variable(cpp, 'result', `${frame}.result`);
    return kept(result, cpp, type);
  }

  /** Does calling it need a frame here? In plain flows even waits are plain delays. */
  private waits(ownBlockId: string): boolean {
    return this.flow.keepsLocals && this.gen.typed.turns.inOwnBlock(ownBlockId);
  }

  private callWaiting(ownBlockId: string, names: OwnBlockNames, values: readonly Code[]): string {
    let frame = this.frames.get(ownBlockId);
    if (frame === undefined) {
      frame = this.flow.declare(names.frameName, this.gen.names.numbered('call'));
      this.frames.set(ownBlockId, frame);
    }
    const parameters = [...names.parameters.values()];
    values.forEach((value, index) => {
      this.line([`${frame}.${parameters[index] ?? ''} = `, value, ';']);
    });
    this.line(`${frame}.step = 0;`);
    this.linesOf(this.flow.callWaiting(names.functionName, frame));
    return frame;
  }
}
