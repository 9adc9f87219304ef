/** What the rest of Génie uses of the blocks. */
export { blockName } from './block-words.ts';
export { blockSpecs } from './block-specs.ts';
export { LIMITS, type OwnBlockDeclaration, type ProgramFile } from './file/program-file.ts';
export { readWorkspace, type ReadWorkspace } from './read-workspace.ts';
export type { BlockCategory, BlockHole, BlockLevel, BlockShape, BlockSpec } from './spec.ts';
