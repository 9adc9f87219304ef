/**
 * What calls can do to memory, worked out once for the whole module.
 *
 * In: a module. Out: for each function whether it (or what it calls) writes memory others see, reads such
 * memory, or does something that must happen. Functions without a body and indirect calls may do all.
 * C++ lets us assume that a loop without effects ends, so a call without effects can go when unused.
 */
import type { InstructionOf } from '../ir-builder.ts';
import type { IrFunction, IrModule, Operand } from '../ir.ts';

interface Summary {
  reads: boolean;
  writes: boolean;
  /** Volatile accesses, intrinsics, unknown calls, not returning. */
  acts: boolean;
}

type Call = InstructionOf<'call'>;

export class CallEffects {
  private readonly summaries: ReadonlyMap<string, Summary>;

  private constructor(summaries: ReadonlyMap<string, Summary>) {
    this.summaries = summaries;
  }

  /** Everything may happen in every call. */
  static readonly UNKNOWN = new CallEffects(new Map());

  static of(module: IrModule): CallEffects {
    const summaries = new Map<string, Summary>();
    const callers = new Map<string, string[]>();
    for (const fn of module.functions.values()) {
      summaries.set(fn.name, ownEffects(fn, module, callers));
    }
    const work = [...summaries.keys()];
    for (let name = work.pop(); name !== undefined; name = work.pop()) {
      const from = summaries.get(name);
      for (const caller of callers.get(name) ?? []) {
        const to = summaries.get(caller);
        if (from === undefined || to === undefined) continue;
        const before = Number(to.reads) + Number(to.writes) + Number(to.acts);
        to.reads ||= from.reads;
        to.writes ||= from.writes;
        to.acts ||= from.acts;
        if (Number(to.reads) + Number(to.writes) + Number(to.acts) > before) work.push(caller);
      }
    }
    return new CallEffects(summaries);
  }

  private summary(call: Call): Summary | undefined {
    const { callee } = call;
    return 'op' in callee || callee.kind !== 'function' ? undefined : this.summaries.get(callee.name);
  }

  /** Memory that others see may be changed. */
  writes(call: Call): boolean {
    const found = this.summary(call);
    return found === undefined || found.writes || found.acts;
  }

  reads(call: Call): boolean {
    const found = this.summary(call);
    return found === undefined || found.reads || found.acts;
  }

  /** Nothing happens but the result. */
  isRemovable(call: Call): boolean {
    const found = this.summary(call);
    return found !== undefined && !found.writes && !found.acts;
  }

  /** The same arguments give the same result at any time. */
  isPure(call: Call): boolean {
    const found = this.summary(call);
    return found !== undefined && !found.writes && !found.acts && !found.reads;
  }
}

function ownEffects(fn: IrFunction, module: IrModule, callers: Map<string, string[]>): Summary {
  if (fn.blocks.length === 0 || fn.attributes.isNaked || fn.attributes.isNoReturn) {
    return { reads: true, writes: true, acts: true };
  }
  const summary: Summary = { reads: false, writes: false, acts: false };
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      switch (one.op) {
        case 'load':
          if (one.isVolatile) summary.acts = true;
          else if (one.space === 'data' && !isConstant(one.address, module) && !isOwn(one.address)) {
            summary.reads = true;
          }
          break;
        case 'store':
          if (one.isVolatile) summary.acts = true;
          else if (!isOwn(one.address)) summary.writes = true;
          break;
        case 'call': {
          const { callee } = one;
          if ('op' in callee || callee.kind !== 'function') {
            summary.acts = true;
            break;
          }
          const list = callers.get(callee.name);
          if (list === undefined) callers.set(callee.name, [fn.name]);
          else list.push(fn.name);
          // By-value arguments are read by the call itself.
          if (one.signature.params.some(({ byvalBytes }) => byvalBytes !== undefined)) summary.reads = true;
          break;
        }
        case 'intrinsic':
          switch (one.name) {
            case 'swap_nibbles':
            case 'constant_p':
              break;
            case 'memcpy':
              if (one.args[0] === undefined || !isOwn(one.args[0])) summary.writes = true;
              summary.reads = true;
              break;
            case 'memset':
              if (one.args[0] === undefined || !isOwn(one.args[0])) summary.writes = true;
              break;
            default:
              summary.acts = true;
          }
          break;
        case 'unreachable':
          summary.acts = true;
          break;
        default:
      }
    }
  }
  return summary;
}

/** The address of a local variable, plus something: nobody else sees what happens there. */
function isOwn(address: Operand): boolean {
  let at = address;
  while ('op' in at && at.op === 'ptradd') at = at.left;
  return 'op' in at ? at.op === 'alloca' : at.kind === 'param' && at.byvalBytes !== undefined;
}

function isConstant(address: Operand, module: IrModule): boolean {
  let at = address;
  while ('op' in at && at.op === 'ptradd') at = at.left;
  return !('op' in at) && at.kind === 'global' && module.globals.get(at.name)?.isConst === true;
}
