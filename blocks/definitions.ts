/**
 * Blocks as Blockly wants them.
 *
 * In: specs and a language. Out: JSON block definitions for Blockly's `defineBlocksWithJsonArray`.
 * Blockly has no field for our bricks, lists, messages, parameters and colours, and mutators are
 * code: the editor registers CUSTOM_FIELDS and MUTATORS under these names. Each custom field saves
 * a text: an id, or a colour "#rrggbb".
 */
import type { Language } from '../compiler/program/model.ts';
import type { Hole as Expected } from '../compiler/program/operators.ts';
import { wordPieces } from './block-words.ts';
import { clip, type JsonObject } from './json.ts';
import type { BlockCategory, BlockField, BlockHole, BlockShape, BlockSpec, MutatorName } from './spec.ts';

export const CUSTOM_FIELDS = {
  brick: 'field_genie_brick',
  list: 'field_genie_list',
  message: 'field_genie_message',
  parameter: 'field_genie_parameter',
  colour: 'field_genie_colour',
} as const;

export const MUTATORS: readonly MutatorName[] = [
  'genie_if',
  'genie_join',
  'genie_own_define',
  'genie_own_call',
];

/** The name of the Blockly style, and of the CSS class, of a category's blocks. */
export const blockStyle = (category: BlockCategory): string => `genie-${category}`;

export interface BlockDefinition extends JsonObject {
  readonly type: string;
  readonly message0: string;
  readonly args0: readonly JsonObject[];
}

/** What Blockly lets into a hole: all that docs/language.md turns into what the hole wants. */
export const CHECKS: Readonly<Record<Expected, readonly string[] | null>> = {
  number: ['Number', 'Boolean'],
  truth: ['Boolean', 'Number'],
  text: null,
  any: null,
  colour: ['Colour', 'Number'],
};

const CONNECTIONS: Readonly<Record<BlockShape, JsonObject>> = {
  hat: { nextStatement: null },
  statement: { previousStatement: null, nextStatement: null },
  end: { previousStatement: null },
  number: { output: 'Number' },
  truth: { output: 'Boolean' },
  text: { output: 'String' },
  colour: { output: 'Colour' },
  any: { output: null },
};

export const blockDefinitions = (
  specs: ReadonlyMap<string, BlockSpec>,
  language: Language,
): readonly BlockDefinition[] => [...specs.values()].map((spec) => blockDefinition(spec, language));

function blockDefinition(spec: BlockSpec, language: Language): BlockDefinition {
  const { message, args } = blockMessage(spec.text[language], spec.holes, language);
  return {
    type: spec.type,
    message0: message,
    args0: args,
    inputsInline: true,
    ...CONNECTIONS[spec.shape],
    style: blockStyle(spec.category),
    tooltip: spec.tooltip[language],
    ...(spec.grows === undefined ? {} : { mutator: spec.grows.mutator }),
  };
}

/** Words with %1, %2… for Blockly; also for the parts that a mutator adds. */
export function blockMessage(
  text: string,
  holes: readonly BlockHole[],
  language: Language,
): { readonly message: string; readonly args: readonly JsonObject[] } {
  const byName = new Map(holes.map((hole) => [hole.name, hole]));
  const args: JsonObject[] = [];
  const message: string[] = [];
  const add = (argument: JsonObject): void => {
    args.push(argument);
    message.push(`%${args.length}`);
  };
  let wordsBefore = false;
  for (const piece of wordPieces(text)) {
    if ('words' in piece) {
      message.push(piece.words.replaceAll('%', '%%'));
      wordsBefore = true;
      continue;
    }
    const hole = byName.get(piece.hole);
    if (hole === undefined) continue;
    // A body starts a new row: what stands before it needs a row of its own.
    if (hole.kind === 'body' && wordsBefore) add({ type: 'input_dummy' });
    add(argumentOf(hole, language));
    wordsBefore = hole.kind !== 'value' && hole.kind !== 'body';
  }
  return { message: message.join(' '), args };
}

function argumentOf(hole: BlockHole, language: Language): JsonObject {
  const { name } = hole;
  switch (hole.kind) {
    case 'value': {
      const check = CHECKS[hole.expected];
      return { type: 'input_value', name, ...(check === null ? {} : { check }) };
    }
    case 'body':
      return { type: 'input_statement', name };
    default:
      return { name, ...fieldArgument(hole, language) };
  }
}

function fieldArgument(field: BlockField, language: Language): JsonObject {
  switch (field.kind) {
    case 'menu':
      return {
        type: 'field_dropdown',
        options: field.options.map((option) => [option.name[language], option.value]),
      };
    case 'number':
      return {
        type: 'field_number',
        value: field.default,
        ...(field.min === undefined ? {} : { min: field.min }),
        ...(field.max === undefined ? {} : { max: field.max }),
        ...(field.whole === true ? { precision: 1 } : {}),
      };
    case 'text':
      return { type: 'field_input', text: clip(field.default[language], field.limit) };
    case 'variable':
      return { type: 'field_variable', variable: language === 'fr' ? 'ma variable' : 'my variable' };
    case 'brick':
      return { type: CUSTOM_FIELDS.brick, brickType: field.brickType };
    case 'colour':
      return { type: CUSTOM_FIELDS.colour, colour: field.default };
    default:
      return { type: CUSTOM_FIELDS[field.kind] };
  }
}
