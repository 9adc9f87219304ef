/**
 * What the child means: the model between the block editor and the C++ generator.
 *
 * In: nothing. Out: types. Specified in docs/language.md.
 * Invariant: every node names the block it comes from; ids refer to entries of the same Program,
 * or the checker says so.
 */
import type { PluggedBrick } from '../../boards/types.ts';
import type { Hole, ListActionId, ListReadingId, OperatorId } from './operators.ts';

export type Language = 'fr' | 'en';

export interface Program {
  readonly name: string;
  /** The language of the sketch's comments and of "true" and "false" when shown. */
  readonly language: Language;
  readonly bricks: readonly PluggedBrick[];
  readonly variables: readonly Variable[];
  readonly lists: readonly List[];
  readonly messages: readonly ProgramMessage[];
  readonly ownBlocks: readonly OwnBlock[];
  /** In turn order: top to bottom on the workspace. */
  readonly scripts: readonly Script[];
}

export interface Variable {
  readonly id: string;
  /** As the child wrote it. */
  readonly name: string;
}

export interface List {
  readonly id: string;
  readonly name: string;
  /** 1 … 100 items. */
  readonly capacity: number;
}

export interface ProgramMessage {
  readonly id: string;
  readonly name: string;
}

export interface OwnBlock {
  readonly id: string;
  readonly blockId: string;
  readonly name: string;
  readonly parameters: readonly Variable[];
  readonly hasResult: boolean;
  readonly body: readonly Statement[];
  readonly comment?: string;
}

export interface Script {
  readonly blockId: string;
  readonly trigger: Trigger;
  readonly body: readonly Statement[];
  readonly comment?: string;
}

export type Trigger =
  | { readonly kind: 'start' }
  | { readonly kind: 'forever' }
  | { readonly kind: 'every'; readonly seconds: Expression }
  | {
      readonly kind: 'brick';
      readonly brick: string;
      readonly event: string;
      readonly args: readonly Expression[];
    }
  | {
      readonly kind: 'crosses';
      readonly direction: 'above' | 'below';
      readonly value: Expression;
      readonly threshold: Expression;
    }
  | { readonly kind: 'changes'; readonly value: Expression; readonly by: Expression }
  | { readonly kind: 'becomesTrue'; readonly condition: Expression }
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'line' };

interface Node {
  readonly blockId: string;
}

export type Expression = Node &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'truth'; readonly value: boolean }
    | { readonly kind: 'text'; readonly value: string }
    /** 0xRRGGBB */
    | { readonly kind: 'colour'; readonly value: number }
    /** A menu entry of a brick's block. */
    | { readonly kind: 'choice'; readonly value: string }
    | { readonly kind: 'variable'; readonly variable: string }
    /** A parameter of the own block around it. */
    | { readonly kind: 'parameter'; readonly parameter: string }
    | {
        readonly kind: 'reading';
        readonly brick: string;
        readonly reading: string;
        readonly args: readonly Expression[];
      }
    | { readonly kind: 'operation'; readonly operator: OperatorId; readonly args: readonly Expression[] }
    | {
        readonly kind: 'listReading';
        readonly operator: ListReadingId;
        readonly list: string;
        readonly args: readonly Expression[];
      }
    | { readonly kind: 'call'; readonly ownBlock: string; readonly args: readonly Expression[] }
    /** A value kept through power off, by its name. */
    | { readonly kind: 'stored'; readonly slot: string }
    /**
     * A hole in which the child has put nothing: `hole` of the block `blockId`, which wants `expected`.
     * The reader of the workspace has already said so ('socket-empty').
     */
    | { readonly kind: 'empty'; readonly expected: Hole; readonly hole: string }
  );

export interface Branch {
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

export type Statement = Node & { readonly comment?: string } & (
    | {
        readonly kind: 'action';
        readonly brick: string;
        readonly action: string;
        readonly args: readonly Expression[];
      }
    | { readonly kind: 'setVariable'; readonly variable: string; readonly value: Expression }
    | { readonly kind: 'changeVariable'; readonly variable: string; readonly by: Expression }
    | {
        readonly kind: 'listAction';
        readonly operator: ListActionId;
        readonly list: string;
        readonly args: readonly Expression[];
      }
    | { readonly kind: 'wait'; readonly unit: 'seconds' | 'milliseconds'; readonly duration: Expression }
    | { readonly kind: 'waitUntil'; readonly condition: Expression; readonly timeoutSeconds?: Expression }
    | { readonly kind: 'repeat'; readonly times: Expression; readonly body: readonly Statement[] }
    | { readonly kind: 'forever'; readonly body: readonly Statement[] }
    /** `until`: goes on while the condition is false. */
    | {
        readonly kind: 'while';
        readonly until: boolean;
        readonly condition: Expression;
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: 'for';
        readonly variable: string;
        readonly from: Expression;
        readonly to: Expression;
        readonly by: Expression;
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: 'forEach';
        readonly variable: string;
        readonly list: string;
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise?: readonly Statement[] }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    | { readonly kind: 'stopScript' }
    | { readonly kind: 'stopAll' }
    | { readonly kind: 'broadcast'; readonly message: string; readonly andWait: boolean }
    | { readonly kind: 'callStatement'; readonly ownBlock: string; readonly args: readonly Expression[] }
    | { readonly kind: 'return'; readonly value?: Expression }
    | { readonly kind: 'print'; readonly value: Expression; readonly newLine: boolean }
    | { readonly kind: 'printLabelled'; readonly label: Expression; readonly value: Expression }
    | { readonly kind: 'plot'; readonly label: Expression; readonly value: Expression }
    | { readonly kind: 'remember'; readonly slot: string; readonly value: Expression }
    | { readonly kind: 'resetTimer' }
    /** Words for the reader of the program; does nothing. */
    | { readonly kind: 'note'; readonly text: string }
  );
