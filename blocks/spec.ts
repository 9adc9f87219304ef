/**
 * What a block looks like: its words, its holes, where it stands in the toolbox.
 *
 * In: nothing. Out: types. What a block *means* stands beside it, in blocks/meaning/.
 * Invariants: `text` names every hole exactly once as %NAME in both languages ("%%" is a percent
 * sign); hole names are unique in a block and in upper case.
 */
import type { LocalizedText } from '../boards/types.ts';
import type { Hole as Expected } from '../compiler/program/operators.ts';

export const BLOCK_CATEGORIES = [
  'start',
  'light',
  'action',
  'sensors',
  'control',
  'logic',
  'numbers',
  'text',
  'variables',
  'lists',
  'ownBlocks',
  'monitor',
] as const;
export type BlockCategory = (typeof BLOCK_CATEGORIES)[number];

/** From the fewest blocks to all of them. */
export const BLOCK_LEVELS = ['beginner', 'advanced', 'expert'] as const;
export type BlockLevel = (typeof BLOCK_LEVELS)[number];

/** 'end' is a statement below which nothing can hang. */
export type BlockShape = 'hat' | 'statement' | 'end' | 'number' | 'truth' | 'text' | 'colour' | 'any';

/** The grey block that fills a hole until something is put in. */
export interface Shadow {
  readonly type: string;
  readonly fields: Readonly<Record<string, string | number | LocalizedText>>;
}

export interface ValueHole {
  readonly kind: 'value';
  readonly name: string;
  readonly expected: Expected;
  readonly shadow?: Shadow;
}

export interface BodyHole {
  readonly kind: 'body';
  readonly name: string;
}

export interface MenuOption {
  readonly value: string;
  readonly name: LocalizedText;
}

export interface MenuField {
  readonly kind: 'menu';
  readonly name: string;
  readonly options: readonly MenuOption[];
  readonly default: string;
}

export interface NumberField {
  readonly kind: 'number';
  readonly name: string;
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  /** Only whole numbers. */
  readonly whole?: boolean;
}

export interface TextField {
  readonly kind: 'text';
  readonly name: string;
  readonly default: LocalizedText;
  /** In letters. */
  readonly limit: number;
}

/** "#rrggbb" */
export interface ColourField {
  readonly kind: 'colour';
  readonly name: string;
  readonly default: string;
}

/** Holds the id of something that the program declares. */
export interface ReferenceField {
  readonly kind: 'variable' | 'list' | 'message' | 'parameter';
  readonly name: string;
}

/** Holds the id of a plugged brick of this type. */
export interface BrickField {
  readonly kind: 'brick';
  readonly name: string;
  readonly brickType: string;
  readonly brickName: LocalizedText;
}

export type BlockField = MenuField | NumberField | TextField | ColourField | ReferenceField | BrickField;
export type BlockHole = ValueHole | BodyHole | BlockField;

/** How a block shows and saves its changing part; the editor registers one Blockly mutator for each. */
export type MutatorName = 'genie_if' | 'genie_join' | 'genie_own_define' | 'genie_own_call';

/** A block whose number of holes is saved in its extraState. */
export interface Growth {
  readonly mutator: MutatorName;
  /** The holes of one more part: IF becomes IF1, IF2… counted from `first`. */
  readonly part?: {
    readonly text: LocalizedText;
    readonly holes: readonly (ValueHole | BodyHole)[];
    readonly first: number;
  };
  /** Once, at the end. */
  readonly ending?: { readonly text: LocalizedText; readonly holes: readonly (ValueHole | BodyHole)[] };
}

export interface BlockSpec {
  readonly type: string;
  readonly category: BlockCategory;
  readonly level: BlockLevel;
  readonly shape: BlockShape;
  readonly text: LocalizedText;
  /** How messages call the block, where its words alone say too little. */
  readonly name?: LocalizedText;
  readonly holes: readonly BlockHole[];
  readonly tooltip: LocalizedText;
  readonly grows?: Growth;
  /** The brick type whose block this is: shown only while such a brick is plugged. */
  readonly brickType?: string;
}
