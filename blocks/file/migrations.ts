/**
 * Old program files become new ones, one version at a time.
 *
 * In: a file's JSON of version n. Out: the same program in the newest version. Invariant: a
 * migration takes version n and gives n + 1; once released, it never changes.
 */
import { InternalError } from '../../compiler/diagnostics/internal-error.ts';
import type { JsonObject } from '../json.ts';

export type Migration = (file: JsonObject) => JsonObject;

/** Version n → the step to n + 1. Version 1 is the first and, so far, the newest. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

export function migrate(
  file: JsonObject,
  from: number,
  to: number,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): JsonObject {
  let migrated = file;
  for (let version = from; version < to; version++) {
    const step = migrations.get(version);
    if (step === undefined) throw new InternalError(`no migration from version ${version}`);
    migrated = { ...step(migrated), version: version + 1 };
  }
  return migrated;
}
