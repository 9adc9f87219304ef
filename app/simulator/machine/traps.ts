/**
 * Places at which the program is held up before an instruction, for a debugger: nothing is written into the program.
 *
 * In: word addresses, and what is to be done there. Out: the listener is asked before each such instruction; when it
 * answers true, the run ends there, and goes on from there with the next one. What happens is the same, to the cycle,
 * as without traps: only the decoded copy of an instruction is replaced, by a number that no instruction has.
 */
import type { Core } from './core.ts';
import { execute } from './execute.ts';
import { OP } from './opcodes.ts';

export class Traps {
  private readonly core: Core;
  private readonly onTrap: (pc: number) => boolean;
  /** Word address → the operation that stands there. */
  private readonly held = new Map<number, number>();

  constructor(core: Core, onTrap: (pc: number) => boolean) {
    this.core = core;
    this.onTrap = onTrap;
    core.trap = () => this.arrive();
  }

  add(pc: number): void {
    const { core, held } = this;
    if (held.has(pc)) return;
    held.set(pc, core.op[pc] ?? 0);
    core.op[pc] = OP.UNKNOWN;
    core.codeVersion++;
  }

  clear(): void {
    if (this.held.size > 0) this.core.codeVersion++;
    for (const [pc, op] of this.held) this.core.op[pc] = op;
    this.held.clear();
  }

  /** Runs the instruction a run has stopped at, so that the next run does not stop there again. */
  pass(): void {
    const { core } = this;
    const { pc } = core;
    const op = this.held.get(pc);
    if (op === undefined) return;
    core.op[pc] = op;
    core.limit = 0;
    execute(core);
    core.op[pc] = OP.UNKNOWN;
  }

  private arrive(): boolean {
    const { core } = this;
    if (!this.held.has(core.pc)) return false;
    if (this.onTrap(core.pc)) core.stopAsked = true;
    else this.pass();
    return true;
  }
}
