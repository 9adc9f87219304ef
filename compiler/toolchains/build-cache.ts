/**
 * Compiled pieces kept between builds: one file per piece, named by a hash of all it was made from.
 *
 * Invariants: a file in the cache is whole and never changes (it is made elsewhere and linked in), so
 * several processes may fill it at once; deleting the cache costs only time. Without a folder that
 * can be written, everything is made anew in the temporary folder.
 */
import { createHash } from 'node:crypto';
import { access, link, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export interface BuildCache {
  readonly folder: string;
  /** The file of this key, made by `make` into the path it is given if it is not there yet. */
  file(name: string, key: string, make: (path: string) => Promise<void>): Promise<string>;
  /** An empty folder for one build; the caller deletes it. */
  workFolder(): Promise<string>;
  discard(workFolder: string): Promise<void>;
  /** Forgets every piece. */
  clear(): Promise<void>;
  /** Deletes the pieces used longest ago beyond a few hundred. */
  prune(): Promise<void>;
}

const KEPT_FILES = 600;
const STALE_WORK_MS = 24 * 60 * 60 * 1000;

export const hashOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);

export async function openBuildCache(cacheFolder: string, temporaryFolder: string): Promise<BuildCache> {
  const folder = await writableFolder([join(cacheFolder, 'avr-gcc'), join(temporaryFolder, 'genie-cache')]);
  const underWay = new Map<string, Promise<string>>();
  const workFolder = (): Promise<string> => mkdtemp(join(folder, 'work-'));

  const makeFile = async (path: string, make: (path: string) => Promise<void>): Promise<string> => {
    const now = new Date();
    try {
      // Also notes when it was last used, for prune().
      await utimes(path, now, now);
      if ((await stat(path)).size > 0) return path;
    } catch {
      // Not there yet.
    }
    const work = await workFolder();
    try {
      const whole = join(work, 'piece');
      await make(whole);
      await keepFirst(whole, path);
      return path;
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };

  return {
    folder,
    workFolder,
    discard: (work) => rm(work, { recursive: true, force: true }),
    file(name, key, make) {
      const path = join(folder, `${key}-${name}`);
      const current = underWay.get(path);
      if (current !== undefined) return current;
      const made = makeFile(path, make).finally(() => underWay.delete(path));
      underWay.set(path, made);
      return made;
    },
    async clear() {
      for (const name of await readdir(folder)) {
        if (!name.startsWith('work-')) await rm(join(folder, name), { force: true });
      }
    },
    async prune() {
      const names = await readdir(folder);
      if (names.length <= KEPT_FILES) return;
      const ages = await Promise.all(
        names.map(async (name) => {
          const info = await stat(join(folder, name)).catch(() => undefined);
          return { name, time: info?.mtimeMs ?? Number.POSITIVE_INFINITY };
        }),
      );
      const oldest = ages.toSorted((a, b) => a.time - b.time).slice(0, names.length - KEPT_FILES / 2);
      for (const { name, time } of oldest) {
        if (name.startsWith('work-') && Date.now() - time < STALE_WORK_MS) continue;
        await rm(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}

/**
 * Another process may have made the same piece meanwhile, and a linker may be reading it: it stays.
 * An empty one, left by a power cut, is replaced; so is any on a disk that has no hard links.
 */
async function keepFirst(whole: string, path: string): Promise<void> {
  try {
    await link(whole, path);
  } catch {
    const there = await stat(path).catch(() => undefined);
    if (there === undefined || there.size === 0) await rename(whole, path);
  }
}

async function writableFolder(folders: readonly string[]): Promise<string> {
  let lastReason: unknown;
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true });
      await rm(await mkdtemp(join(folder, 'work-')), { recursive: true });
      await access(folder);
      return folder;
    } catch (reason) {
      lastReason = reason;
    }
  }
  throw lastReason;
}
