/**
 * Blockly without a screen, with stand-ins for the fields and mutators that the editor registers.
 *
 * In: definitions. Out: workspaces saved and loaded as the editor will do it.
 */
import * as Blockly from 'blockly/core';
import * as english from 'blockly/msg/en';
import { CUSTOM_FIELDS, MUTATORS, type BlockDefinition, type ProgramFile } from '../../blocks/index.ts';

/** Keeps a text, as the editor's fields do. */
class TextHolder extends Blockly.Field<string> {
  override SERIALIZABLE = true;
  static override fromJson(options: Blockly.FieldConfig): TextHolder {
    return new TextHolder('colour' in options ? String(options.colour) : '');
  }
}

interface GrowingBlock extends Blockly.Block {
  state?: { elseIfCount?: number; hasElse?: boolean; itemCount?: number; parameters?: readonly string[] };
}

const growing = {
  saveExtraState(this: GrowingBlock) {
    return this.state ?? null;
  },
  loadExtraState(this: GrowingBlock, state: NonNullable<GrowingBlock['state']>) {
    this.state = state;
    for (let part = 1; part <= (state.elseIfCount ?? 0); part++) {
      this.appendValueInput(`IF${part}`);
      this.appendStatementInput(`DO${part}`);
    }
    if (state.hasElse === true) this.appendStatementInput('ELSE');
    for (let part = 0; part < (state.itemCount ?? 0); part++) this.appendValueInput(`ADD${part}`);
    state.parameters?.forEach((_, part) => this.appendValueInput(`ARG${part}`));
  },
};

export function registerStandIns(): void {
  // The menu of variables has words of Blockly's own.
  const words = Object.entries(english).flatMap(([name, word]) =>
    typeof word === 'string' ? [[name, word] as const] : [],
  );
  Blockly.setLocale(Object.fromEntries(words));
  for (const name of Object.values(CUSTOM_FIELDS)) Blockly.fieldRegistry.register(name, TextHolder);
  for (const name of MUTATORS) Blockly.Extensions.registerMutator(name, growing);
}

export function define(definitions: readonly BlockDefinition[]): void {
  for (const { type } of definitions) delete Blockly.Blocks[type];
  Blockly.common.defineBlocks(
    Blockly.common.createBlockDefinitionsFromJsonArray(definitions.map((definition) => ({ ...definition }))),
  );
}

/** Everything Blockly complains about instead of throwing. */
export function complaintsDuring(work: () => void): readonly string[] {
  const complaints: string[] = [];
  const { warn, error } = console;
  const note = (...words: unknown[]): void => void complaints.push(words.join(' '));
  console.warn = note;
  console.error = note;
  try {
    work();
  } finally {
    console.warn = warn;
    console.error = error;
  }
  return complaints;
}

export function loadAndSave(workspace: object): ProgramFile['workspace'] {
  const headless = new Blockly.Workspace();
  try {
    Blockly.serialization.workspaces.load({ ...workspace }, headless);
    return Blockly.serialization.workspaces.save(headless);
  } finally {
    headless.dispose();
  }
}

/** A block fresh from Blockly itself, saved. */
export function freshBlock(type: string): ProgramFile['workspace'] {
  const headless = new Blockly.Workspace();
  try {
    headless.newBlock(type);
    return Blockly.serialization.workspaces.save(headless);
  } finally {
    headless.dispose();
  }
}
