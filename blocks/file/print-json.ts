/**
 * JSON for people: indented, with small things on one line.
 *
 * In: JSON values. Out: text. Why not JSON.stringify: a program's stack of blocks nests as deep as
 * it is long, which would overflow the stack, and would indent by thousands of spaces.
 */
import { isAllowedKey, isArray, isObject } from '../json.ts';

/** Below this level the indentation stays: long stacks of blocks stay readable and small. */
const DEEPEST_INDENT = 16;
const LONGEST_LINE = 90;

interface Value {
  readonly value: unknown;
  readonly depth: number;
}

export function printJson(root: unknown, layout: 'pretty' | 'compact'): string {
  const pretty = layout === 'pretty';
  const colon = pretty ? ': ' : ':';
  const newLine = (depth: number): string =>
    pretty ? `\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}` : '';
  const out: string[] = [];
  const waiting: (string | Value)[] = [{ value: root, depth: 0 }];
  for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
    if (typeof task === 'string') {
      out.push(task);
      continue;
    }
    const { value, depth } = task;
    const items = itemsOf(value, colon);
    const [open, close] = isArray(value) ? ['[', ']'] : ['{', '}'];
    if (items === undefined) {
      out.push(printScalar(value));
      continue;
    }
    const line = pretty ? onOneLine(items, open, close) : undefined;
    if (items.length === 0 || line !== undefined) {
      out.push(line ?? `${open}${close}`);
      continue;
    }
    out.push(open);
    waiting.push(`${newLine(depth)}${close}`);
    for (let index = items.length - 1; index >= 0; index--) {
      const item = items[index];
      if (item === undefined) continue;
      waiting.push({ value: item.value, depth: depth + 1 });
      waiting.push(`${index === 0 ? '' : ','}${newLine(depth + 1)}${item.key}`);
    }
  }
  return out.join('');
}

interface Item {
  /** With its quotes and colon; empty in an array. */
  readonly key: string;
  readonly value: unknown;
}

function itemsOf(value: unknown, colon: string): readonly Item[] | undefined {
  if (isArray(value)) return value.map((item) => ({ key: '', value: item }));
  if (!isObject(value)) return undefined;
  return Object.entries(value)
    .filter(([key, item]) => isAllowedKey(key) && item !== undefined)
    .map(([key, item]) => ({ key: `${JSON.stringify(key)}${colon}`, value: item }));
}

function onOneLine(items: readonly Item[], open: string, close: string): string | undefined {
  let length = 0;
  const parts: string[] = [];
  for (const { key, value } of items) {
    if (isArray(value) || isObject(value)) return undefined;
    const part = `${key}${printScalar(value)}`;
    length += part.length + 2;
    if (length > LONGEST_LINE) return undefined;
    parts.push(part);
  }
  const space = open === '{' && parts.length > 0 ? ' ' : '';
  return `${open}${space}${parts.join(', ')}${space}${close}`;
}

const printScalar = (value: unknown): string => JSON.stringify(value) ?? 'null';
