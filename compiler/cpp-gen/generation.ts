/**
 * What one generation of a sketch knows and collects: names given out, files needed, objects declared.
 *
 * In: a TypedProgram and the templates. Out: lookups for the writers, and the set of runtime headers used.
 * A fresh one is made for every sketch, so generating A, B, A gives the same bytes.
 */
import { signalsOf } from '../../boards/placement/signals-of.ts';
import type { ArduinoPin } from '../../boards/types.ts';
import type { Expression, Program, Statement } from '../program/model.ts';
import type { TypedProgram } from '../program/typed-program.ts';
import { typeOf } from '../program/typed-program.ts';
import { ZERO, type ValueType } from '../program/value-type.ts';
import {
  bodiesOfProgram,
  triggerExpressions,
  visitBodyExpressions,
  visitExpressions,
  visitStatements,
} from '../program/walk.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { FirmwareTemplates } from '../sketch.ts';
import { Names } from './names.ts';

/** Headers of firmware-templates/runtime/. */
export type RuntimeHeader =
  | 'GenieScripts.h'
  | 'GenieNumbers.h'
  | 'GenieText.h'
  | 'GenieLists.h'
  | 'GenieMemory.h'
  | 'GenieMonitor.h'
  | 'GenieTime.h';

export interface OwnBlockNames {
  readonly functionName: string;
  readonly frameName: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** At most this many bookmarks fit the runtime's Script (GenieScripts.h). */
const MOST_SHORT_STEPS = 254;

/** A script that receives a message. */
export interface Receiver {
  readonly mailbox: string;
  /** Its Script object, when it takes turns. */
  readonly script: string | undefined;
}

export class Generation {
  readonly names: Names;
  readonly headers = new Set<RuntimeHeader>();
  readonly bricks = new Map<string, string>();
  readonly variables = new Map<string, string>();
  readonly lists = new Map<string, string>();
  /** The lists that are declared, each with the array of its items. */
  readonly listNames = new Map<string, { readonly list: string; readonly items: string }>();
  /** A port and the number of its wire → the constant that stands for it. */
  readonly ports = new Map<string, string>();
  /** Message id → the scripts that receive it. */
  readonly receivers = new Map<string, readonly Receiver[]>();
  readonly ownBlocks = new Map<string, OwnBlockNames>();
  /** Objects that blocks bring along: smoothers, watches…, as C++ declarations. */
  readonly objects: string[] = [];
  /** The Script objects, and the most bookmarks that any script has. */
  readonly scripts: string[] = [];
  mostSteps = 0;
  usesSerial = false;
  usesMonitor = false;
  usesTimer = false;
  usesRandom = false;
  /** Does any script stop everything? */
  readonly usesStopAll: boolean;
  /** The bricks, variables and lists the program talks to; others are left out of the sketch. */
  readonly usedBricks: ReadonlySet<string>;
  readonly usedVariables: ReadonlySet<string>;
  readonly usedLists: ReadonlySet<string>;

  constructor(
    readonly typed: TypedProgram,
    templates: FirmwareTemplates,
  ) {
    this.names = new Names(templates);
    const used = survey(typed.program);
    this.usedBricks = used.bricks;
    this.usedVariables = used.variables;
    this.usedLists = used.lists;
    this.usesStopAll = used.stopsAll;
    // Names the skeleton itself uses.
    for (const name of ['monitor', 'timer']) this.names.reserve(name);
  }

  typeOf(expression: Expression): ValueType {
    return typeOf(this.typed.types, expression);
  }

  variableType(id: string): ValueType {
    return this.typed.types.variables.get(id) ?? ZERO;
  }

  listType(id: string): ValueType {
    return this.typed.types.lists.get(id) ?? ZERO;
  }

  uses(header: RuntimeHeader): void {
    this.headers.add(header);
  }

  nameOf(map: ReadonlyMap<string, string>, id: string): string {
    const name = map.get(id);
    if (name === undefined) throw new InternalError(`nothing was named for ${id}`);
    return name;
  }

  /** One class for all scripts, so that own blocks serve each of them. Known when all scripts are written. */
  scriptClass(): string {
    return this.mostSteps > MOST_SHORT_STEPS ? 'LongScript' : 'Script';
  }

  /** The words for true and false in the program's language. */
  truthWords(): readonly [string, string] {
    return this.typed.program.language === 'fr' ? ['vrai', 'faux'] : ['true', 'false'];
  }

  pinsOf(brickId: string): readonly ArduinoPin[] {
    const brick = this.typed.symbols.bricks.get(brickId);
    return brick === undefined ? [] : signalsOf(this.typed.kit, brick.plugged);
  }
}

interface Survey {
  readonly bricks: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly stopsAll: boolean;
}

/** What a program talks to, found before anything is written. */
function survey(program: Program): Survey {
  const bricks = new Set<string>();
  const variables = new Set<string>();
  const lists = new Set<string>();
  let stopsAll = false;
  const see = (node: Expression | Statement): void => {
    if ('brick' in node) bricks.add(node.brick);
    if ('variable' in node) variables.add(node.variable);
    if ('list' in node) lists.add(node.list);
    if (node.kind === 'stopAll') stopsAll = true;
  };
  for (const { trigger } of program.scripts) {
    if (trigger.kind === 'brick') bricks.add(trigger.brick);
    for (const expression of triggerExpressions(trigger)) visitExpressions(expression, see);
  }
  for (const body of bodiesOfProgram(program)) {
    visitBodyExpressions(body, see);
    visitStatements(body, see);
  }
  return { bricks, variables, lists, stopsAll };
}
