/**
 * Which records are one class: units that were checked by themselves each have their own of a header's.
 *
 * In: records. Out: for each the first that was met of its class. Two of one unit are never the same, nor
 * are those of anonymous namespaces; others are when they have the same name.
 */
import type { RecordInfo } from '../types.ts';

export class SameClasses {
  private readonly byName = new Map<string, RecordInfo[][]>();
  private readonly known = new Map<RecordInfo, readonly RecordInfo[]>();

  /** Stands for all of its class. */
  one(record: RecordInfo): RecordInfo {
    return this.allOf(record)[0] ?? record;
  }

  private allOf(record: RecordInfo): readonly RecordInfo[] {
    const known = this.known.get(record);
    if (known !== undefined) return known;
    const groups = this.byName.get(record.name) ?? [];
    if (groups.length === 0) this.byName.set(record.name, groups);
    const isLocal = record.name.includes('(anonymous)');
    let group = groups.find((one) => !isLocal && one.every(({ home }) => home !== record.home));
    if (group === undefined) groups.push((group = []));
    group.push(record);
    this.known.set(record, group);
    return group;
  }

  /** Known where an object of the class is made. */
  vtableOf(record: RecordInfo): RecordInfo['vtable'] {
    return this.allOf(record).find(({ vtable }) => vtable !== undefined)?.vtable;
  }

  isDerived(record: RecordInfo, base: RecordInfo): boolean {
    for (let at: RecordInfo | undefined = record; at !== undefined; at = at.base?.record)
      if (this.one(at) === base) return true;
    return false;
  }
}
