/**
 * What takes the room of a firmware, in the child's words: scripts, variables, bricks, the rest.
 *
 * In: the linker's list of everything placed, where it comes from, the sketch. Out: one entry a script
 * (by the comment above its function), a variable, a driver, and one for all of the core and the
 * runtime; the largest first. The entries' sums are the firmware's.
 */
import { isCoreFile } from './core-files.ts';
import type { SourceFiles } from './cpp/source.ts';
import type { Message } from './diagnostics/diagnostic.ts';
import type { RoomUse } from './link/room-use.ts';
import type { Sketch, SketchFile } from './sketch.ts';
import { blockAt } from './block-at.ts';

export interface RoomTaken {
  readonly kind: 'script' | 'variable' | 'brick' | 'file' | 'base';
  readonly name: Message;
  /** The start block of a script. */
  readonly blockId?: string;
  /** Bytes. */
  readonly flash: number;
  readonly ram: number;
}

const BASE: Message = {
  fr: 'la base (cœur Arduino et textes communs)',
  en: 'the base (Arduino core and shared texts)',
};
/** Our runtime for scripts, texts and lists: part of every generated sketch that needs it. */
const RUNTIME_FILE = /^Genie\w*\.(?:h|cpp)$/;
const same = (text: string): Message => ({ fr: text, en: text });

export function whatTakesRoom(room: readonly RoomUse[], sources: SourceFiles, sketch: Sketch): RoomTaken[] {
  const main = sketch.files.find(({ path }) => path === sketch.main);
  const taken = new Map<string, { -readonly [K in keyof RoomTaken]: RoomTaken[K] }>();
  for (const use of room) {
    const owner = ownerOf(use, sources, sketch, main);
    const key = `${owner.kind} ${owner.name.en}`;
    const before = taken.get(key);
    if (before === undefined) taken.set(key, { ...owner, flash: use.flash, ram: use.ram });
    else {
      before.flash += use.flash;
      before.ram += use.ram;
    }
  }
  return [...taken.values()].toSorted((a, b) => b.flash + b.ram - (a.flash + a.ram));
}

type Owner = Pick<RoomTaken, 'kind' | 'name' | 'blockId'>;

function ownerOf(use: RoomUse, sources: SourceFiles, sketch: Sketch, main: SketchFile | undefined): Owner {
  const path = use.loc < 0 ? undefined : sources.fileAt(use.loc)?.path;
  if (path === undefined || isCoreFile(path) || RUNTIME_FILE.test(path)) return { kind: 'base', name: BASE };
  if (path !== sketch.main)
    return { kind: sketch.blocks.length > 0 ? 'brick' : 'file', name: same(path.replace(/\.\w+$/, '')) };
  if (use.ram > 0) return { kind: 'variable', name: same(use.display) };
  const span = sources.spanOf(use.loc);
  const blockId = span === undefined ? undefined : blockAt(sketch, span);
  const comment = span === undefined ? undefined : commentAbove(main?.text ?? '', span.line);
  return {
    kind: 'script',
    name: same(comment ?? use.display),
    ...(blockId === undefined ? {} : { blockId }),
  };
}

/** `// Répéter toujours` on the line above. */
const commentAbove = (text: string, line: number): string | undefined =>
  /^\s*\/\/\s*(.*\S)\s*$/.exec(text.split('\n')[line - 2] ?? '')?.[1];
