/**
 * The blocks a child can take, by category.
 *
 * In: specs, the plugged bricks, a level, a language, and what the program declares. Out: Blockly's
 * toolbox JSON. Invariant: only blocks of plugged bricks, at or below the level; every hole that has
 * a grey block comes with it; own blocks appear once for each declared one.
 */
import type { LocalizedText, PluggedBrick } from '../boards/types.ts';
import type { Language } from '../compiler/program/model.ts';
import { blockStyle } from './definitions.ts';
import type { ProgramFile } from './file/program-file.ts';
import { grownHoles } from './grown-holes.ts';
import { isObject, type JsonObject } from './json.ts';
import { readExtra } from './reading/read-extra.ts';
import {
  BLOCK_CATEGORIES,
  BLOCK_LEVELS,
  type BlockCategory,
  type BlockHole,
  type BlockLevel,
  type BlockSpec,
} from './spec.ts';

export type Declared = Pick<ProgramFile, 'lists' | 'messages' | 'ownBlocks'>;

export interface ToolboxCategory {
  readonly kind: 'category';
  readonly name: string;
  readonly toolboxitemid: string;
  readonly categorystyle: string;
  readonly contents: readonly JsonObject[];
}

export interface Toolbox {
  readonly kind: 'categoryToolbox';
  readonly contents: readonly ToolboxCategory[];
}

export const CATEGORY_NAMES: Readonly<Record<BlockCategory, LocalizedText>> = {
  start: { fr: 'Départ', en: 'Start' },
  light: { fr: 'Lumière', en: 'Light' },
  action: { fr: 'Action', en: 'Action' },
  sensors: { fr: 'Capteurs', en: 'Sensors' },
  control: { fr: 'Contrôle', en: 'Control' },
  logic: { fr: 'Logique', en: 'Logic' },
  numbers: { fr: 'Nombres', en: 'Numbers' },
  text: { fr: 'Texte', en: 'Text' },
  variables: { fr: 'Variables', en: 'Variables' },
  lists: { fr: 'Listes', en: 'Lists' },
  ownBlocks: { fr: 'Mes blocs', en: 'My blocks' },
  monitor: { fr: 'Moniteur', en: 'Monitor' },
};

/** Buttons that make something to use blocks on; the editor answers to the key. */
const BUTTONS: Partial<Record<BlockCategory, { readonly key: string; readonly words: LocalizedText }>> = {
  variables: { key: 'genie_new_variable', words: { fr: 'Nouvelle variable', en: 'New variable' } },
  lists: { key: 'genie_new_list', words: { fr: 'Nouvelle liste', en: 'New list' } },
  ownBlocks: { key: 'genie_new_own_block', words: { fr: 'Nouveau bloc', en: 'New block' } },
};

const BRICK_CATEGORIES: ReadonlySet<BlockCategory> = new Set(['light', 'action', 'sensors']);
const NO_BRICK: LocalizedText = {
  fr: 'Pose une brique sur la base pour voir ses blocs.',
  en: 'Plug a brick into the base to see its blocks.',
};

const NOTHING: Declared = { lists: [], messages: [], ownBlocks: [] };

export function toolbox(
  specs: ReadonlyMap<string, BlockSpec>,
  pluggedBricks: readonly PluggedBrick[],
  level: BlockLevel,
  language: Language,
  declared: Declared = NOTHING,
): Toolbox {
  const plugged = new Map<string, string>();
  for (const { id, type } of pluggedBricks) if (!plugged.has(type)) plugged.set(type, id);
  const shown = [...specs.values()].filter(
    (spec) =>
      BLOCK_LEVELS.indexOf(spec.level) <= BLOCK_LEVELS.indexOf(level) &&
      (spec.brickType === undefined || plugged.has(spec.brickType)),
  );
  const show = { plugged, language, declared };
  const contents = BLOCK_CATEGORIES.flatMap((category): ToolboxCategory[] => {
    const blocks = shown.filter((spec) => spec.category === category);
    if (blocks.length === 0 && !BRICK_CATEGORIES.has(category)) return [];
    return [
      {
        kind: 'category',
        name: CATEGORY_NAMES[category][language],
        toolboxitemid: category,
        categorystyle: blockStyle(category),
        contents: categoryContents(category, blocks, show),
      },
    ];
  });
  return { kind: 'categoryToolbox', contents };
}

interface Show {
  /** Brick type → the first plugged brick of that type. */
  readonly plugged: ReadonlyMap<string, string>;
  readonly language: Language;
  readonly declared: Declared;
}

function categoryContents(
  category: BlockCategory,
  blocks: readonly BlockSpec[],
  show: Show,
): readonly JsonObject[] {
  const ofBricks = blocks.filter(({ brickType }) => brickType !== undefined);
  const others = blocks.filter(({ brickType }) => brickType === undefined);
  const button = BUTTONS[category];
  const bricksMissing = BRICK_CATEGORIES.has(category) && ofBricks.length === 0;
  // "When the base starts" comes before the bricks' own start blocks.
  const ordered = category === 'start' ? [...others, ...ofBricks] : [...ofBricks, ...others];
  return [
    ...(bricksMissing ? [{ kind: 'label', text: NO_BRICK[show.language] }] : []),
    ...(button === undefined
      ? []
      : [{ kind: 'button', text: button.words[show.language], callbackkey: button.key }]),
    ...ordered.flatMap((spec) => entries(spec, show)),
  ];
}

function entries(spec: BlockSpec, show: Show): readonly JsonObject[] {
  const { ownBlocks, lists } = show.declared;
  const ownState = ({ id, parameters }: (typeof ownBlocks)[number]): JsonObject => ({
    ownBlock: id,
    parameters: parameters.map((parameter) => parameter.id),
  });
  switch (spec.type) {
    case 'own_define':
      // Made with the button: a block has one definition.
      return [];
    case 'own_call':
      return ownBlocks.map((ownBlock) => entry(spec, show, ownState(ownBlock)));
    case 'own_call_value':
      return ownBlocks
        .filter(({ hasResult }) => hasResult)
        .map((ownBlock) => entry(spec, show, ownState(ownBlock)));
    case 'own_parameter':
      return ownBlocks.flatMap(({ parameters }) =>
        parameters.map(({ id }) => ({ ...entry(spec, show), fields: { PARAMETER: id } })),
      );
    default:
      return spec.category === 'lists' && lists.length === 0 ? [] : [entry(spec, show)];
  }
}

const FRESH_STATES: Readonly<Record<string, JsonObject>> = {
  text_join: { itemCount: 2 },
};

function entry(spec: BlockSpec, show: Show, extraState = FRESH_STATES[spec.type]): JsonObject {
  const { extra } = readExtra(extraState === undefined ? {} : { extraState });
  const holes = grownHoles(spec, extra);
  const fields = holes.flatMap((hole) => {
    const value = firstValue(hole, show);
    return value === undefined ? [] : [[hole.name, value] as const];
  });
  const inputs = holes.flatMap((hole) =>
    hole.kind === 'value' && hole.shadow !== undefined
      ? [[hole.name, { shadow: shadowJson(hole.shadow.type, hole.shadow.fields, show.language) }] as const]
      : [],
  );
  return {
    kind: 'block',
    type: spec.type,
    ...(extraState === undefined ? {} : { extraState }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    ...(inputs.length === 0 ? {} : { inputs: Object.fromEntries(inputs) }),
  };
}

const shadowJson = (
  type: string,
  fields: Readonly<Record<string, string | number | LocalizedText>>,
  language: Language,
): JsonObject => ({
  type,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isObject(value) ? value[language] : value]),
  ),
});

/** What a field says before the child has chosen, where Blockly would not choose the same. */
function firstValue(hole: BlockHole, { plugged, declared }: Show): string | undefined {
  switch (hole.kind) {
    case 'brick':
      return plugged.get(hole.brickType);
    case 'menu':
      return hole.options[0]?.value === hole.default ? undefined : hole.default;
    case 'list':
      return declared.lists[0]?.id;
    case 'message':
      return declared.messages[0]?.id;
    default:
      return undefined;
  }
}
