/**
 * The macros that are defined, in layers.
 *
 * What a header that was read before defines lies below, unchanged, and what is read now on top: starting
 * from thousands of definitions costs nothing. A definition is cut into tokens when its name is first
 * used; that a lower layer has done so changes nothing of what it means.
 */
import type { Loc } from '../source.ts';
import type { Macro } from './macro.ts';

/** From the name on. */
export interface UnreadMacro {
  readonly text: string;
  readonly loc: Loc;
}

export type MacroEntry = Macro | UnreadMacro;

export const isUnread = (entry: MacroEntry): entry is UnreadMacro => 'text' in entry;

/** #undef of what a lower layer defines. */
const FORGOTTEN: UnreadMacro = { text: '', loc: -1 };

export class MacroTable {
  private readonly entries = new Map<string, MacroEntry>();

  constructor(
    private below?: MacroTable,
    /** Filled with every name that is looked up, defined or not. */
    readonly asked?: Set<string>,
  ) {}

  find(name: string): MacroEntry | undefined {
    this.asked?.add(name);
    const own = this.entries.get(name);
    if (own !== undefined) return own === FORGOTTEN ? undefined : own;
    for (let table = this.below; table !== undefined; table = table.below) {
      const entry = table.entries.get(name);
      if (entry !== undefined) return entry === FORGOTTEN ? undefined : entry;
    }
    return undefined;
  }

  set(name: string, entry: MacroEntry): void {
    this.entries.set(name, entry);
  }

  /** The macro that an unread definition turned out to be, where the definition stands. */
  replace(name: string, unread: UnreadMacro, macro: Macro): void {
    if (this.entries.get(name) === unread) this.entries.set(name, macro);
    else this.below?.replace(name, unread, macro);
  }

  forget(name: string): void {
    this.asked?.add(name);
    if (this.below === undefined) this.entries.delete(name);
    else this.entries.set(name, FORGOTTEN);
  }

  /** Whether one of the names that this layer defines or forgets was looked up there. */
  meets(asked: ReadonlySet<string>): boolean {
    for (const name of this.entries.keys()) if (asked.has(name)) return true;
    return false;
  }

  /** This layer lies on `table` from now on. */
  moveOnto(table: MacroTable): void {
    this.below = table;
  }
}
