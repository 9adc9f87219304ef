/** What the rest of Génie uses of the blocks. */
export { blockName } from './block-words.ts';
export { CORE_BLOCKS, blockSpecs } from './block-specs.ts';
export {
  CUSTOM_FIELDS,
  MUTATORS,
  blockDefinitions,
  blockMessage,
  blockStyle,
  type BlockDefinition,
} from './definitions.ts';
export { parseProgramFile, type ParsedProgramFile } from './file/parse-program-file.ts';
export { printProgramFile } from './file/print-program-file.ts';
export { FILE_VERSION, LIMITS, type OwnBlockDeclaration, type ProgramFile } from './file/program-file.ts';
export { grownHoles } from './grown-holes.ts';
export { readWorkspace, type ReadWorkspace } from './read-workspace.ts';
export {
  BLOCK_CATEGORIES,
  BLOCK_LEVELS,
  type BlockCategory,
  type BlockHole,
  type BlockLevel,
  type BlockShape,
  type BlockSpec,
} from './spec.ts';
export { CATEGORY_NAMES, toolbox, type Declared, type Toolbox } from './toolbox.ts';
