/**
 * Where every script is now: the block it is on, and whether it runs, waits or has not begun.
 *
 * In: DebugInfo, the tracker, the machine. Out: places. The block is the last of the script's that began; whether it
 * waits is read from the number in which the script itself keeps its place (GenieScripts.h).
 */
import type { DebugInfo } from '../../../compiler/debug/debug-info.ts';
import type { Machine } from '../machine/machine.ts';
import type { BlockTracker } from './block-tracker.ts';

export interface ScriptPlace {
  readonly script: number;
  /** Its start block. */
  readonly startBlock: string;
  /**
   * idle: waits for its event. running: its turn is now. waiting: others have their turn. ended: it will not run
   * again until a reset.
   */
  readonly state: 'idle' | 'running' | 'waiting' | 'ended';
  /** The innermost block it is on, then those that called the own blocks around it; [] when idle or ended. */
  readonly blocks: readonly string[];
}

export function scriptPlaces(
  info: DebugInfo,
  tracker: BlockTracker,
  { isHalted }: Machine,
): readonly ScriptPlace[] {
  return info.scripts.map(({ block, trigger, bookmark }, script): ScriptPlace => {
    const blocks: string[] = [];
    for (let at = tracker.positionOf(script); at !== undefined; at = at.caller) blocks.push(at.node.block);
    const isActive = tracker.activeScript === script;
    const step = tracker.bookmarkStep(script);
    const place = { script, startBlock: block };
    if (step === 'retired') return { ...place, state: 'ended', blocks: [] };
    if (blocks.length === 0)
      return { ...place, state: trigger === 'start' && tracker.hasRun(script) ? 'ended' : 'idle', blocks };
    if (isActive && !isHalted) return { ...place, state: 'running', blocks };
    if (bookmark === undefined)
      return { ...place, state: trigger === 'start' ? 'ended' : 'idle', blocks: [] };
    return step === 'idle' ? { ...place, state: 'idle', blocks: [] } : { ...place, state: 'waiting', blocks };
  });
}
