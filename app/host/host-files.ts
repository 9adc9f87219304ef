/**
 * The files of this computer, as far as the host touches them; tests hand in others.
 *
 * Failures are Node's errors with their `code`; read-source.ts puts them into words.
 */
import { access, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';

export interface FileFacts {
  /** 'other': a device, a pipe: never read, it may have no end. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
}

export interface HostFiles {
  facts(path: string): Promise<FileFacts>;
  /** At most `limit` bytes. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** The names in a folder, sorted. */
  list(folder: string): Promise<readonly string[]>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  makeFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
}

export const nodeFiles: HostFiles = {
  async facts(path) {
    const info = await stat(path);
    return {
      kind: info.isFile() ? 'file' : info.isDirectory() ? 'folder' : 'other',
      bytes: info.size,
    };
  },
  async read(path, limit) {
    const file = await open(path);
    try {
      const content = new Uint8Array(Math.min((await file.stat()).size, limit));
      let filled = 0;
      while (filled < content.length) {
        const { bytesRead } = await file.read(content, filled, content.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return content.subarray(0, filled);
    } finally {
      await file.close();
    }
  },
  async list(folder) {
    return (await readdir(folder)).toSorted();
  },
  write: (path, content) => writeFile(path, content),
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  remove: (path) => rm(path, { force: true }),
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
};
