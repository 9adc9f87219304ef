/**
 * Writes an image so that the board is safe at every moment, and proves that it is there.
 *
 * In: a session and what is known of the flash. Out: nothing; the flash holds the image, every page read
 * back. The order: page 0 becomes a guard that does nothing, then the other pages, which are read back,
 * then the real page 0, read back too. So a half-written program never runs, and a program that runs was
 * verified. `FlashState` outlives a session: after a fault the next session goes on with what is left.
 */
import { DeviceError } from './device-error.ts';
import type { Session } from './link.ts';
import { guardPage, samePage, type Pages } from './pages.ts';
import type { Progress } from './progress.ts';
import type { ProtocolTraits } from './protocols/programmer.ts';
import type { Emit } from './upload-event.ts';

/** How often bad pages are written again before the board is said not to keep them. */
const REWRITES = 2;

export class FlashState {
  readonly pages: Pages;
  /** Pages from 1 on that are not known to be right. */
  readonly dirty = new Set<number>();
  pageZero: 'unknown' | 'guard' | 'written' = 'unknown';
  rewrites = 0;
  /** Pages were left out because they should be there already. */
  isGuess = false;
  private readonly ascending: boolean;

  constructor(pages: Pages, traits: ProtocolTraits, previous: Uint8Array | undefined) {
    this.pages = pages;
    this.ascending = traits.ascending;
    for (let index = 1; index < pages.count; index++)
      if (traits.ascending || !this.isIn(previous, index)) this.dirty.add(index);
    this.isGuess = this.dirty.size < pages.count - 1;
  }

  /** Something went wrong: what was being written may be anywhere. */
  distrust(): void {
    if (this.ascending) this.markAll();
    this.pageZero = 'unknown';
  }

  markAll(): void {
    for (let index = 1; index < this.pages.count; index++) this.dirty.add(index);
  }

  get bytesToWrite(): number {
    return (this.dirty.size + 2) * this.pages.size;
  }

  private isIn(previous: Uint8Array | undefined, index: number): boolean {
    const { size } = this.pages;
    return (
      previous !== undefined &&
      samePage(previous.subarray(index * size, (index + 1) * size), this.pages.page(index))
    );
  }
}

export interface WriteContext {
  readonly traits: ProtocolTraits;
  readonly progress: Progress;
  readonly emit: Emit;
  readonly checkCancelled: () => void;
}

export async function writeImage(session: Session, state: FlashState, context: WriteContext): Promise<void> {
  const { progress, emit } = context;
  for (;;) {
    progress.plan(state.bytesToWrite, state.pages.whole.length);
    progress.enter('write');
    await writePages(session, state, context);
    progress.enter('verify');
    const bad = await badPages(session, state, context, 1, state.pages.count);
    if (bad.length === 0) {
      await writePageZero(session, state, context);
      const isZeroBad = (await badPages(session, state, context, 0, 1)).length > 0;
      if (!isZeroBad) return;
      bad.push(0);
    }
    if (!state.isGuess) {
      if (++state.rewrites > REWRITES)
        throw new DeviceError('not-kept', `pages ${bad.join(' ')} differ`, { pages: bad.length });
      emit({ kind: 'notice', code: 'writing-again' });
    }
    state.isGuess = false;
    state.pageZero = 'unknown';
    for (const index of bad) if (index > 0) state.dirty.add(index);
    if (context.traits.ascending) state.markAll();
  }
}

async function writePages(session: Session, state: FlashState, context: WriteContext): Promise<void> {
  const { programmer } = session;
  const { pages } = state;
  const hasGuard = state.pageZero === 'guard' && !context.traits.ascending;
  if (!hasGuard) {
    state.pageZero = 'unknown';
    if (context.traits.ascending) await programmer.rewind();
    await programmer.write(0, guardPage(context.traits.guard, pages.size));
    state.pageZero = 'guard';
    context.progress.wrote(pages.size);
  }
  for (const index of [...state.dirty].toSorted((first, second) => first - second)) {
    context.checkCancelled();
    await programmer.write(index * pages.size, pages.page(index));
    state.dirty.delete(index);
    context.progress.wrote(pages.size);
  }
}

async function writePageZero(session: Session, state: FlashState, context: WriteContext): Promise<void> {
  state.pageZero = 'unknown';
  if (context.traits.ascending) await session.programmer.rewind();
  await session.programmer.write(0, state.pages.page(0));
  state.pageZero = 'written';
  context.progress.wrote(state.pages.size);
}

/** Reads pages `from` to `end` back; those that differ. */
async function badPages(
  session: Session,
  state: FlashState,
  context: WriteContext,
  from: number,
  end: number,
): Promise<number[]> {
  const { pages } = state;
  const { size } = pages;
  const atOnce = Math.max(1, Math.floor(context.traits.readBytes / size));
  const bad: number[] = [];
  for (let index = from; index < end; index += atOnce) {
    context.checkCancelled();
    const count = Math.min(atOnce, end - index);
    const bytes = await session.programmer.read(index * size, count * size);
    for (let i = 0; i < count; i++)
      if (!samePage(bytes.subarray(i * size, (i + 1) * size), pages.page(index + i))) bad.push(index + i);
    context.progress.read(count * size);
  }
  return bad;
}
