/**
 * The function that constructs the globals before main().
 *
 * Each initialiser is lowered once, by itself, when its global becomes reachable; at the end they are
 * joined in the order of the program.
 */
import { DEFAULT_ATTRIBUTES, makeFunction } from '../../ir/ir-builder.ts';
import type { Block, Instruction, IrFunction } from '../../ir/ir.ts';
import { makeBr } from '../../ir/make-instruction.ts';
import type { TypedVariable } from '../typed-ast.ts';
import { FunctionLowering, type ProgramServices } from './function-lowering.ts';
import { DISPATCH } from './lower-function.ts';
import { LoweringBuilder, tidyBlocks } from './lowering-builder.ts';

export class GlobalConstructors {
  private readonly program: ProgramServices;
  private readonly name: string;
  private readonly parts = new Map<TypedVariable, IrFunction>();

  constructor(program: ProgramServices, name: string) {
    this.program = program;
    this.name = name;
  }

  /** Those that were not lowered before. */
  lowerAll(variables: readonly TypedVariable[]): void {
    for (const variable of variables) {
      const { init } = variable;
      if (init === undefined || this.parts.has(variable)) continue;
      const fn = makeFunction(this.name, [], 'void');
      this.parts.set(variable, fn);
      const b = new LoweringBuilder(fn);
      b.loc = variable.loc;
      const l = new FunctionLowering(this.program, b, undefined, DISPATCH);
      const address = this.program.globalAddress(variable);
      l.fullExpression(() => l.init(address, variable.type, init, { isZeroed: true }));
      b.ret();
    }
  }

  /** `order`: all globals of the program. Undefined when there is nothing to construct. */
  join(order: readonly TypedVariable[]): IrFunction | undefined {
    const parts = order.flatMap((variable) => this.parts.get(variable) ?? []);
    const [first] = parts;
    if (first === undefined) return undefined;
    const blocks: Block[] = [];
    const allocas: Instruction[] = [];
    for (const [index, part] of parts.entries()) {
      const next = parts[index + 1]?.blocks[0];
      for (const block of part.blocks) {
        const own = block.instructions;
        const kept = own.filter(({ op }) => op !== 'alloca');
        allocas.push(...own.filter(({ op }) => op === 'alloca'));
        const last = kept.at(-1);
        if (last?.op === 'ret' && next !== undefined) kept[kept.length - 1] = makeBr(next, last.id, last.loc);
        own.splice(0, own.length, ...kept);
        blocks.push(block);
      }
    }
    blocks[0]?.instructions.unshift(...allocas);
    const joined: IrFunction = {
      ...first,
      display: 'constructors of variables',
      blocks,
      attributes: { ...DEFAULT_ATTRIBUTES, isRoot: true },
    };
    tidyBlocks(joined);
    return joined;
  }
}
