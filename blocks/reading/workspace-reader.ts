/**
 * Reads blocks, one after the other, into nodes of the program model.
 *
 * In: saved blocks that nobody has checked. Out: nodes, and diagnostics that say everything that
 * was left out. Guarantees: never throws; time grows with the size of the workspace; stacks are
 * walked in a loop, and only nesting recurses, no deeper than LIMITS.nesting.
 */
import type { BrickType, LocalizedText } from '../../boards/types.ts';
import type { DiagnosticCode } from '../../compiler/diagnostics/catalogue.ts';
import { diagnostic, type Diagnostic, type Words } from '../../compiler/diagnostics/diagnostic.ts';
import type { Expression, Program, Statement } from '../../compiler/program/model.ts';
import { blockMeanings } from '../block-meanings.ts';
import { blockSpecs } from '../block-specs.ts';
import { EXPECTED_WORDS, FIELD_WORDS, blockName } from '../block-words.ts';
import { LIMITS, type OwnBlockDeclaration, type ProgramFile } from '../file/program-file.ts';
import { grownHoles } from '../grown-holes.ts';
import { clip, get, isObject, objectAt, type JsonObject } from '../json.ts';
import type { BlockReading, Extra, Meaning } from '../meaning.ts';
import type { BlockField, BlockHole, BlockSpec, ValueHole } from '../spec.ts';
import { BlockIds } from './block-ids.ts';
import { readExtra } from './read-extra.ts';
import { readField } from './read-field.ts';
import { blockIn, commentOf, fieldOf, inputOf, isDisabled, nextOf, typeOf } from './saved-block.ts';

/** A block of a type that we know, not disabled. */
export interface KnownBlock {
  readonly saved: JsonObject;
  readonly spec: BlockSpec;
  readonly meaning: Meaning;
  readonly blockId: string;
  readonly comment: string | undefined;
}

/** 'skipped': there is something, but nothing to read; what hangs below it can still be read. */
type Found = KnownBlock | 'skipped';

export class WorkspaceReader {
  readonly diagnostics: Diagnostic[] = [];
  private readonly specs: ReadonlyMap<string, BlockSpec>;
  private readonly meanings: ReadonlyMap<string, Meaning>;
  private readonly brickTypes: ReadonlyMap<string, BrickType>;
  private readonly plugged: ReadonlyMap<string, string>;
  private readonly ids = new BlockIds();
  private readonly unknownTypes = new Set<string>();
  private readonly emptyHoles = new Set<string>();
  private blocks = 0;
  private saidTooDeep = false;

  constructor(
    private readonly language: Program['language'],
    file: Pick<ProgramFile, 'bricks'>,
    private readonly ownBlocks: ReadonlyMap<string, OwnBlockDeclaration>,
    kitBricks: readonly BrickType[],
    /** How deep the whole workspace is nested: for the message. */
    private readonly depthOfAll: number,
  ) {
    this.specs = blockSpecs(kitBricks);
    this.meanings = blockMeanings(kitBricks);
    this.brickTypes = new Map(kitBricks.map((type) => [type.id, type]));
    this.plugged = new Map(file.bricks.map(({ id, type }) => [id, type]));
  }

  say(code: DiagnosticCode, words: Words, blockId?: string): void {
    this.diagnostics.push(diagnostic(code, words, { blockId }));
  }

  /** The block's type and id; says when the type is unknown or the piece is no block at all. */
  find(saved: unknown, path: string, grey = false): Found {
    if (!isObject(saved)) {
      this.say('workspace-damaged', { path });
      return 'skipped';
    }
    if (!grey && ++this.blocks > LIMITS.blocks) return 'skipped';
    const blockId = this.ids.take(get(saved, 'id'));
    if (isDisabled(saved)) return 'skipped';
    const type = typeOf(saved);
    const spec = this.specs.get(type);
    const meaning = this.meanings.get(type);
    if (spec === undefined || meaning === undefined) {
      if (!this.unknownTypes.has(type)) this.say('block-unknown', { type: clip(type, 60) }, blockId);
      this.unknownTypes.add(type);
      return 'skipped';
    }
    return { saved, spec, meaning, blockId, comment: commentOf(saved) };
  }

  /** A block and all that hang below it. */
  readStack(first: unknown, path: string, depth: number): readonly Statement[] {
    const statements: Statement[] = [];
    let saved = first;
    while (saved !== undefined && this.blocks <= LIMITS.blocks) {
      const found = this.find(saved, path);
      if (found !== 'skipped') {
        if (this.isTooDeep(depth, found.blockId)) return statements;
        const statement = this.readStatement(found, depth);
        if (statement !== undefined) statements.push(statement);
      }
      saved = isObject(saved) ? nextOf(saved) : undefined;
    }
    return statements;
  }

  private readStatement(block: KnownBlock, depth: number): Statement | undefined {
    const { meaning, blockId, comment } = block;
    if (meaning.kind !== 'statement') {
      this.say('block-misplaced', { block: blockName(block.spec) }, blockId);
      return undefined;
    }
    const node = meaning.read(this.reading(block, depth));
    return comment === undefined ? { ...node, blockId } : { ...node, blockId, comment };
  }

  private readValue(parent: KnownBlock, hole: ValueHole, depth: number): Expression {
    const empty: Expression = {
      kind: 'empty',
      expected: hole.expected,
      hole: hole.name,
      blockId: parent.blockId,
    };
    const input = inputOf(parent.saved, hole.name);
    const saved = blockIn(input);
    if (saved === undefined || (isObject(saved) && isDisabled(saved))) {
      if (saved !== undefined) this.find(saved, hole.name);
      this.sayEmpty(parent, hole);
      return empty;
    }
    const found = this.find(saved, `${parent.blockId}.${hole.name}`, get(input, 'block') === undefined);
    if (found === 'skipped' || this.isTooDeep(depth, found.blockId)) return empty;
    if (found.meaning.kind !== 'expression') {
      this.say('block-misplaced', { block: blockName(found.spec) }, found.blockId);
      return empty;
    }
    const node = found.meaning.read(this.reading(found, depth));
    this.sayLost(nextOf(found.saved));
    return { ...node, blockId: found.blockId };
  }

  /** Answers for the holes and fields of one block; what it holds is one level deeper. */
  reading(block: KnownBlock, depth: number): BlockReading {
    const { saved, spec, blockId } = block;
    const extra = this.extra(block);
    const holes = new Map(grownHoles(spec, extra).map((hole) => [hole.name, hole]));
    this.sayLostInputs(saved, holes);
    const value = (name: string): Expression => {
      const hole = holes.get(name);
      const known: ValueHole = hole?.kind === 'value' ? hole : { kind: 'value', name, expected: 'any' };
      return this.readValue(block, known, depth + 1);
    };
    const field = (name: string): string | number => {
      const hole = holes.get(name);
      return hole === undefined || hole.kind === 'value' || hole.kind === 'body'
        ? ''
        : this.field(block, hole);
    };
    return {
      blockId,
      extra,
      value,
      body: (name) => {
        const first = blockIn(inputOf(saved, name));
        return first === undefined ? [] : this.readStack(first, `${blockId}.${name}`, depth + 1);
      },
      field: (name) => String(field(name)),
      numberField: (name) => Number(field(name)),
      callArguments: () => {
        const declared = this.ownBlocks.get(extra.ownBlock)?.parameters.map(({ id }) => id);
        return (declared ?? extra.parameters).map((id) => value(`ARG${extra.parameters.indexOf(id)}`));
      },
    };
  }

  private extra(block: KnownBlock): Extra {
    const { extra, problem, saysParameters } = readExtra(block.saved);
    if (block.spec.grows === undefined) return extra;
    if (problem)
      this.say('block-field', { block: blockName(block.spec), field: 'extraState' }, block.blockId);
    if (saysParameters) return extra;
    const parameters = this.ownBlocks.get(extra.ownBlock)?.parameters ?? [];
    return { ...extra, parameters: parameters.map(({ id }) => id) };
  }

  private field(block: KnownBlock, field: BlockField): string | number {
    const { value, fits } = readField(field, fieldOf(block.saved, field.name), this.language);
    if (!fits) {
      const words = { block: blockName(block.spec), field: FIELD_WORDS[field.kind] };
      this.say('block-field', words, block.blockId);
    }
    if (field.kind === 'brick') this.sayWrongBrick(block, field.brickType, String(value));
    return value;
  }

  /**
   * A block of one brick that points to a brick of another type. Where the other type has no action,
   * reading or event of that name, the checker says so; where it has one, only the block's type tells.
   */
  private sayWrongBrick(block: KnownBlock, type: string, brick: string): void {
    const pluggedType = this.plugged.get(brick);
    if (pluggedType === undefined || pluggedType === type) return;
    const other = this.brickTypes.get(pluggedType);
    const twin = block.spec.type.slice(type.length);
    if (other === undefined || !this.specs.has(`${pluggedType.replaceAll('-', '_')}${twin}`)) return;
    this.say('brick-wrong-kind', { block: blockName(block.spec), brick: other.name }, block.blockId);
  }

  /** Once for each block and kind of hole: the child sees the other holes of the block too. */
  private sayEmpty(parent: KnownBlock, hole: ValueHole): void {
    const key = `${hole.expected} ${parent.blockId}`;
    if (this.emptyHoles.has(key)) return;
    this.emptyHoles.add(key);
    const words = {
      block: this.callName(parent) ?? blockName(parent.spec),
      expected: EXPECTED_WORDS[hole.expected],
    };
    this.say('socket-empty', words, parent.blockId);
  }

  /** A call goes by the name of the own block that it calls. */
  private callName(block: KnownBlock): LocalizedText | undefined {
    if (block.spec.grows?.mutator !== 'genie_own_call') return undefined;
    const name = this.ownBlocks.get(readExtra(block.saved).extra.ownBlock)?.name;
    return name === undefined ? undefined : { fr: name, en: name };
  }

  /** Blocks in holes that the block does not have. */
  private sayLostInputs(saved: JsonObject, holes: ReadonlyMap<string, BlockHole>): void {
    const inputs = objectAt(saved, 'inputs');
    for (const name of Object.keys(inputs)) {
      const kind = holes.get(name)?.kind;
      if (kind !== 'value' && kind !== 'body') this.sayLost(get(objectAt(inputs, name), 'block'));
    }
  }

  private sayLost(saved: unknown): void {
    if (saved === undefined) return;
    const found = this.find(saved, 'inputs');
    if (found !== 'skipped') this.say('block-misplaced', { block: blockName(found.spec) }, found.blockId);
  }

  private isTooDeep(depth: number, blockId: string): boolean {
    if (depth <= LIMITS.nesting) return false;
    if (!this.saidTooDeep) {
      this.say('nested-too-deep', { depth: this.depthOfAll, limit: LIMITS.nesting }, blockId);
    }
    this.saidTooDeep = true;
    return true;
  }
}
