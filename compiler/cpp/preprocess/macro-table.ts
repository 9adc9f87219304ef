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
  /** The names that were defined and forgotten, one after the other. */
  private readonly changes: string[] = [];
  /** By number of the change: what stood there before. */
  private readonly replaced = new Map<number, MacroEntry>();
  /** Numbers of changes by name; made when it is needed. */
  private changesOf: Map<string, number[]> | undefined;
  /** Changes from this one on are not seen. */
  private limit: number | undefined;

  constructor(
    private below?: MacroTable,
    /** Filled with every name that is looked up, defined or not. */
    private asked?: Set<string>,
  ) {}

  find(name: string): MacroEntry | undefined {
    this.asked?.add(name);
    const own = this.limit === undefined ? this.entries.get(name) : this.findBefore(name, this.limit);
    if (own !== undefined) return own === FORGOTTEN ? undefined : own;
    for (let table = this.below; table !== undefined; table = table.below) {
      const entry = table.entries.get(name);
      if (entry !== undefined) return entry === FORGOTTEN ? undefined : entry;
    }
    return undefined;
  }

  private findBefore(name: string, limit: number): MacroEntry | undefined {
    if (this.changesOf === undefined) {
      this.changesOf = new Map();
      for (const [number, changed] of this.changes.entries()) {
        const list = this.changesOf.get(changed);
        if (list === undefined) this.changesOf.set(changed, [number]);
        else list.push(number);
      }
    }
    const numbers = this.changesOf.get(name);
    if (numbers === undefined) return undefined;
    const next = numbers.find((number) => number >= limit);
    return next === undefined ? this.entries.get(name) : this.replaced.get(next);
  }

  /** How many changes there were, or are seen. */
  get moment(): number {
    return this.limit ?? this.changes.length;
  }

  /** With the macros as they were at a moment; nothing may be defined. */
  at<T>(moment: number, read: () => T): T {
    const { limit } = this;
    this.limit = moment;
    try {
      return read();
    } finally {
      this.limit = limit;
    }
  }

  set(name: string, entry: MacroEntry): void {
    const before = this.entries.get(name);
    if (before !== undefined) this.replaced.set(this.changes.length, before);
    this.changes.push(name);
    this.entries.set(name, entry);
  }

  /** The macro that an unread definition turned out to be, where the definition stands. */
  replace(name: string, unread: UnreadMacro, macro: Macro): void {
    if (this.entries.get(name) === unread) this.entries.set(name, macro);
    else this.below?.replace(name, unread, macro);
  }

  forget(name: string): void {
    this.asked?.add(name);
    this.set(name, FORGOTTEN);
  }

  /** What is looked up from now on is nobody's matter. */
  stopAsking(): void {
    this.asked = undefined;
  }

  /** Whether one of the names that this layer defines or forgets was looked up there, or stands in a text left unread. */
  meets(asked: ReadonlySet<string>, unread: readonly string[]): boolean {
    for (const name of this.entries.keys())
      if (asked.has(name) || unread.some((text) => text.includes(name))) return true;
    return false;
  }

  /** This layer lies on `table` from now on. */
  moveOnto(table: MacroTable): void {
    this.below = table;
  }
}
