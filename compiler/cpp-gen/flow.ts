/**
 * How a body waits, takes turns and keeps its local values: the one difference between plain
 * functions, scripts that take turns and own blocks that wait.
 *
 * In: C++ pieces. Out: C++ lines for the runtime's macros (firmware-templates/runtime/GenieScripts.h).
 * Invariant: in a flow that keeps locals, no declaration stands between two case labels.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Code } from './code.ts';
import { LEVEL, atLevel, type Fragment } from './fragment.ts';

export interface Flow {
  /** Locals must survive a turn: they are declared apart, by `declare`. */
  readonly keepsLocals: boolean;
  /** How many numbered steps were given out. */
  steps(): number;
  /** Declares a lasting local; gives the expression that names it. */
  declare(cppType: string, name: string): string;
  wait(milliseconds: Code): readonly Code[];
  /** Lets the other scripts go on; nothing where there are none. */
  turn(): readonly Code[];
  waitUntil(condition: Fragment): readonly Code[];
  /** Calls an own block that waits. `frame` is its lasting local. */
  callWaiting(name: string, frame: string): readonly Code[];
  stopScript(): readonly Code[];
  /** After everything has been told to stop. */
  stopAll(): readonly Code[];
  /** Ends an own block, its result being set already. */
  returnFromBlock(value: Code | undefined): readonly Code[];
}

abstract class CountedFlow {
  protected count = 0;
  protected readonly declarations: string[] = [];

  steps(): number {
    return this.count;
  }

  /** C++ declarations of the lasting locals, in order. */
  lastingLocals(): readonly string[] {
    return this.declarations;
  }

  protected next(): string {
    this.count++;
    return String(this.count);
  }
}

/** setup(), loop() and own blocks that never wait for others: delay() and plain loops. */
export class PlainFlow implements Flow {
  readonly keepsLocals = false;

  /** `stop`: what ends the script here. */
  constructor(private readonly stop: 'return' | 'halt') {}

  steps(): number {
    return 0;
  }

  declare(cppType: string, name: string): string {
    throw new InternalError(`${cppType} ${name} needs no lasting place in a plain function`);
  }

  wait(milliseconds: Code): readonly Code[] {
    return [['delay(', milliseconds, ');']];
  }

  turn(): readonly Code[] {
    return [];
  }

  waitUntil(condition: Fragment): readonly Code[] {
    // The pause keeps the loop from being empty, which newer compilers may leave out altogether.
    return [['while (!', atLevel(condition, LEVEL.unary), ') {'], '  delay(1);', '}'];
  }

  callWaiting(): readonly Code[] {
    return [];
  }

  stopScript(): readonly Code[] {
    return this.stop === 'return' ? ['return;'] : ['while (true) {', '}'];
  }

  stopAll(): readonly Code[] {
    return ['while (true) {', '}'];
  }

  returnFromBlock(value: Code | undefined): readonly Code[] {
    return [value === undefined ? 'return;' : ['return ', value, ';']];
  }
}

/** A script among others: a state machine behind SCRIPT_ macros. */
export class ScriptFlow extends CountedFlow implements Flow {
  readonly keepsLocals = true;

  constructor(
    private readonly script: string,
    private readonly runsOnce: boolean,
  ) {
    super();
  }

  declare(cppType: string, name: string): string {
    this.declarations.push(`static ${cppType} ${name};`);
    return name;
  }

  wait(milliseconds: Code): readonly Code[] {
    return [[`SCRIPT_WAIT(${this.script}, ${this.next()}, `, milliseconds, ');']];
  }

  turn(): readonly Code[] {
    return [`SCRIPT_TURN(${this.script}, ${this.next()});`];
  }

  waitUntil(condition: Fragment): readonly Code[] {
    return [[`SCRIPT_WAIT_UNTIL(${this.script}, ${this.next()}, `, condition.code, ');']];
  }

  callWaiting(name: string, frame: string): readonly Code[] {
    const once = this.runsOnce ? '_ONCE' : '';
    return [`SCRIPT_CALL${once}(${this.script}, ${this.next()}, ${name}(${this.script}, ${frame}));`];
  }

  stopScript(): readonly Code[] {
    return [`SCRIPT_STOP${this.runsOnce ? '_ONCE' : ''}(${this.script});`];
  }

  stopAll(): readonly Code[] {
    return ['stopEverything();', 'return;'];
  }

  returnFromBlock(): readonly Code[] {
    return [];
  }
}

/** An own block that waits: a state machine behind BLOCK_ macros, its locals in the frame `me`. */
export class BlockFlow extends CountedFlow implements Flow {
  readonly keepsLocals = true;

  declare(cppType: string, name: string): string {
    this.declarations.push(`${cppType} ${name};`);
    return `me.${name}`;
  }

  wait(milliseconds: Code): readonly Code[] {
    return [[`BLOCK_WAIT(script, me, ${this.next()}, `, milliseconds, ');']];
  }

  turn(): readonly Code[] {
    return [`BLOCK_TURN(me, ${this.next()});`];
  }

  waitUntil(condition: Fragment): readonly Code[] {
    return [[`BLOCK_WAIT_UNTIL(me, ${this.next()}, `, condition.code, ');']];
  }

  callWaiting(name: string, frame: string): readonly Code[] {
    return [`BLOCK_CALL(me, ${this.next()}, ${name}(script, ${frame}));`];
  }

  stopScript(): readonly Code[] {
    return ['BLOCK_STOP_SCRIPT(script);'];
  }

  stopAll(): readonly Code[] {
    return ['stopEverything();', 'return false;'];
  }

  returnFromBlock(value: Code | undefined): readonly Code[] {
    return value === undefined ? ['BLOCK_RETURN(me);'] : [['me.result = ', value, ';'], 'BLOCK_RETURN(me);'];
  }
}
