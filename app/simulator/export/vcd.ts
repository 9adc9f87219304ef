/**
 * What a run did as a Value Change Dump, which GTKWave and PulseView open.
 *
 * In: the edges of pins, the traces of bricks. Out: text. Pins are wires, numbers are reals, colours are
 * vectors of 24 bits; texts have no place in the format and are left out. The time unit is 100 ps.
 * Spec: IEEE 1364-2005, clause 18.
 */
import type { Trace } from '../bricks/trace.ts';
import type { PinEdge } from './pin-recorder.ts';

const TICKS_A_SECOND = 1e10;

interface Change {
  readonly tick: number;
  readonly text: string;
}

/** Short identifiers of printable characters. */
function identifier(n: number): string {
  let text = '';
  for (let rest = n; text === '' || rest > 0; rest = Math.floor(rest / 94)) {
    text += String.fromCharCode(33 + (rest % 94));
  }
  return text;
}

const COLOUR = /^#[0-9a-f]{6}$/i;
const harmless = (name: string): string => name.replace(/[^\w.-]/g, '_');

export function writeVcd(
  clockHz: number,
  pins: ReadonlyMap<string, readonly PinEdge[]>,
  trace: Trace,
  endCycle: number,
): string {
  const tick = (cycle: number): number => Math.round((cycle * TICKS_A_SECOND) / clockHz);
  const [heads, changes]: [string[], Change[]] = [[], []];
  let count = 0;
  heads.push('$scope module pins $end');
  for (const [pin, edges] of pins) {
    const id = identifier(count++);
    heads.push(`$var wire 1 ${id} ${pin} $end`);
    changes.push({ tick: 0, text: `0${id}` });
    for (const { cycle, level } of edges) changes.push({ tick: tick(cycle), text: `${level}${id}` });
  }
  heads.push('$upscope $end', '$scope module bricks $end');
  for (const name of trace.names()) {
    const points = trace.points(name);
    const first = points[0]?.value;
    const isColour = typeof first === 'string' && COLOUR.test(first);
    if (typeof first !== 'number' && !isColour) continue;
    const id = identifier(count++);
    heads.push(`$var ${isColour ? 'reg 24' : 'real 64'} ${id} ${harmless(name)} $end`);
    for (const { cycle, value } of points) {
      const bits = Number.parseInt(String(value).slice(1), 16).toString(2);
      changes.push({ tick: tick(cycle), text: isColour ? `b${bits} ${id}` : `r${value as number} ${id}` });
    }
  }
  heads.push('$upscope $end', '$enddefinitions $end');
  // A stable sort: changes of one moment stay in their order.
  changes.sort((a, b) => a.tick - b.tick);
  const lines = ['$version Genie $end', '$timescale 100 ps $end', ...heads];
  let now = -1;
  for (const change of changes) {
    if (change.tick !== now) lines.push(`#${change.tick}`);
    now = change.tick;
    lines.push(change.text);
  }
  lines.push(`#${Math.max(now, tick(endCycle))}`, '');
  return lines.join('\n');
}
