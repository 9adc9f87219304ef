/**
 * Saved blocks for the tests: every block with its holes filled, in a whole program file.
 *
 * In: specs. Out: JSON as Blockly saves it.
 */
import type { BrickType, PluggedBrick } from '../../boards/types.ts';
import { blockSpecs, type BlockHole, type BlockSpec, type ProgramFile } from '../../blocks/index.ts';
import { grownHoles } from '../../blocks/grown-holes.ts';
import { readExtra } from '../../blocks/reading/read-extra.ts';

/** JSON that tests may change at will. */
export interface Saved {
  type: string;
  id?: string;
  x?: number;
  y?: number;
  fields?: Record<string, unknown>;
  inputs?: Record<string, { block?: unknown; shadow?: unknown }>;
  next?: { block: Saved };
  [key: string]: unknown;
}

export const numberBlock = (value: unknown): Saved => ({ type: 'number_literal', fields: { NUM: value } });

export const stack = (...blocks: readonly Saved[]): Saved => {
  const [first, ...others] = blocks;
  if (first === undefined) throw new Error('a stack needs a block');
  return others.length === 0 ? first : { ...first, next: { block: stack(...others) } };
};

export const script = (...blocks: readonly Saved[]): Saved => stack({ type: 'event_start' }, ...blocks);

export function programFile(blocks: readonly unknown[], more: Partial<ProgramFile> = {}): ProgramFile {
  return {
    format: 'genie',
    version: 1,
    name: 'Essai',
    board: 'genie-base',
    bricks: [],
    lists: [{ id: 'l1', name: 'mesures', capacity: 10 }],
    messages: [{ id: 'm1', name: 'alerte' }],
    ownBlocks: [
      {
        id: 'o1',
        name: 'clignoter',
        parameters: [
          { id: 'p1', name: 'fois' },
          { id: 'p2', name: 'durée' },
        ],
        hasResult: true,
      },
    ],
    workspace: {
      blocks: { languageVersion: 0, blocks },
      variables: [{ id: 'v1', name: 'compteur' }],
    },
    ...more,
  };
}

/** One brick of every type; its id is its type. */
export const oneOfEach = (types: readonly BrickType[]): readonly PluggedBrick[] =>
  types.map(({ id }, index) => ({ id, type: id, port: String(index + 1) }));

const STATES: Readonly<Record<string, object>> = {
  control_if: { elseIfCount: 1, hasElse: true },
  text_join: { itemCount: 3 },
  own_define: { ownBlock: 'o1' },
  own_call: { ownBlock: 'o1', parameters: ['p1', 'p2'] },
  own_call_value: { ownBlock: 'o1', parameters: ['p1', 'p2'] },
};

const REFERENCES = { variable: { id: 'v1' }, list: 'l1', message: 'm1', parameter: 'p1' } as const;

/** The block with every hole filled: numbers 1, 2, 3…, texts t1, t2…, true and false in turn, and resets of the timer. */
export function filledBlock(spec: BlockSpec): Saved {
  const extraState = STATES[spec.type];
  const state = extraState === undefined ? {} : { extraState };
  const fields: Record<string, unknown> = {};
  const inputs: Record<string, { block: Saved }> = {};
  let count = 0;
  for (const hole of grownHoles(spec, readExtra(state).extra)) {
    if (hole.kind === 'value' || hole.kind === 'body') inputs[hole.name] = { block: filler(hole, ++count) };
    else fields[hole.name] = fieldValue(hole);
  }
  return { type: spec.type, ...state, fields, inputs };
}

function filler(hole: BlockHole, count: number): Saved {
  if (hole.kind === 'body') return { type: 'timer_reset' };
  if (hole.kind !== 'value') throw new Error(`${hole.name} is a field`);
  switch (hole.expected) {
    case 'truth':
      return { type: 'logic_truth', fields: { VALUE: String(count % 2 === 1) } };
    case 'text':
      return { type: 'text_literal', fields: { TEXT: `t${count}` } };
    case 'colour':
      return { type: 'colour_literal', fields: { COLOUR: `#00000${count}` } };
    default:
      return numberBlock(count);
  }
}

function fieldValue(hole: BlockHole): unknown {
  switch (hole.kind) {
    case 'menu':
    case 'number':
    case 'colour':
      return hole.default;
    case 'text':
      return 'mot';
    case 'brick':
      return hole.brickType;
    case 'variable':
    case 'list':
    case 'message':
    case 'parameter':
      return REFERENCES[hole.kind];
    default:
      throw new Error(`${hole.name} is no field`);
  }
}

/** A block as a statement: itself, or printed. */
const asStatement = (spec: BlockSpec, block: Saved): Saved =>
  spec.shape === 'statement' || spec.shape === 'end'
    ? block
    : { type: 'monitor_print_line', inputs: { VALUE: { block } } };

/** A block as a script of its own that uses it. */
export const inScript = (spec: BlockSpec, block = filledBlock(spec)): Saved =>
  spec.shape === 'hat' ? stack(block, { type: 'timer_reset' }) : script(asStatement(spec, block));

const BLOCKS_IN_A_SCRIPT = 6;

/** Every block of the language and of these bricks, in fewer scripts than the limit, with comments and positions. */
export function everyBlockFile(types: readonly BrickType[], count = Infinity): ProgramFile {
  const specs = [...blockSpecs(types).values()].slice(0, count);
  const alone = ({ shape }: BlockSpec): boolean => shape === 'hat' || shape === 'end';
  const scripts = specs.filter(alone).map((spec) => inScript(spec));
  const others = specs.filter((spec) => !alone(spec)).map((spec) => asStatement(spec, filledBlock(spec)));
  for (let first = 0; first < others.length; first += BLOCKS_IN_A_SCRIPT) {
    scripts.push(script(...others.slice(first, first + BLOCKS_IN_A_SCRIPT)));
  }
  const blocks = scripts.map((saved, index) => ({
    ...saved,
    x: index % 3,
    y: index * 10,
    icons: { comment: { text: `bloc ${index}` } },
  }));
  return programFile(blocks, { bricks: oneOfEach(types) });
}
