/**
 * Makes a failing program small: takes away what the failure does not need.
 *
 * In: the text and a predicate (true: it still fails). Out: a text that fails, from which no single step
 * can be taken any more. Steps: blocks of lines, the braces around a block, lines, then calls and
 * parentheses within lines replaced by one of their arguments or a number.
 */
export function reduceCpp(text: string, stillFails: (text: string) => boolean): string {
  let lines = text.split('\n').filter((line) => line.trim() !== '');
  const tried = new Set<string>();
  const attempt = (candidate: readonly string[]): boolean => {
    const joined = `${candidate.join('\n')}\n`;
    if (candidate.length === 0 || tried.has(joined)) return false;
    tried.add(joined);
    if (!stillFails(joined)) return false;
    lines = [...candidate];
    return true;
  };
  for (let before = ''; before !== lines.join('\n');) {
    before = lines.join('\n');
    removeBlocks();
    removeChunks();
    unwrapBlocks();
    simplifyLines();
  }
  return `${lines.join('\n')}\n`;

  function removeBlocks(): void {
    for (let at = 0; at < lines.length; at++) {
      const end = blockEnd(lines, at);
      if (end > at && attempt([...lines.slice(0, at), ...lines.slice(end + 1)])) at--;
    }
  }

  function unwrapBlocks(): void {
    for (let at = 0; at < lines.length; at++) {
      const end = blockEnd(lines, at);
      if (end > at && attempt([...lines.slice(0, at), ...lines.slice(at + 1, end), ...lines.slice(end + 1)]))
        at--;
    }
  }

  function removeChunks(): void {
    for (let size = lines.length >> 1; size >= 1; size >>= 1)
      for (let at = lines.length - size; at >= 0; at -= size)
        attempt([...lines.slice(0, at), ...lines.slice(at + size)]);
  }

  function simplifyLines(): void {
    for (let at = lines.length - 1; at >= 0; at--)
      for (let isShorter = true; isShorter;) {
        const line: string = lines[at] ?? '';
        isShorter = simplerLines(line).some((simpler) =>
          attempt([...lines.slice(0, at), simpler, ...lines.slice(at + 1)]),
        );
      }
  }
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The line that closes the block opened at `at`, by indentation; `at` when it opens none. */
function blockEnd(lines: readonly string[], at: number): number {
  const head = lines[at] ?? '';
  if (!head.endsWith('{')) return at;
  for (let end = at + 1; end < lines.length; end++)
    if (indentOf(lines[end] ?? '') <= indentOf(head))
      return lines[end]?.trimStart().startsWith('}') === true ? end : at;
  return at;
}

/** Shorter versions of a line, the shortest first. */
function simplerLines(line: string): string[] {
  const found = new Set<string>();
  for (let open = 0; open < line.length; open++) {
    if (line[open] !== '(') continue;
    const close = matching(line, open);
    if (close < 0) continue;
    const name = /[\w<>:]*$/.exec(line.slice(0, open))?.[0] ?? '';
    const start = open - name.length;
    const inside = line.slice(open + 1, close);
    const rest = line.slice(close + 1);
    for (const part of ['0', '1', ...splitAtCommas(inside)]) found.add(line.slice(0, start) + part + rest);
    for (const part of ['0', '1']) found.add(line.slice(0, open + 1) + part + line.slice(close));
  }
  for (const { index, 0: number } of line.matchAll(/\b\d{2,}(?:U?L?L?|u)\b/g))
    found.add(line.slice(0, index) + '2' + line.slice(index + number.length));
  return [...found].filter((text) => text.length < line.length).sort((a, b) => a.length - b.length);
}

function matching(line: string, open: number): number {
  let depth = 0;
  for (let at = open; at < line.length; at++) {
    if (line[at] === '(') depth++;
    if (line[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (at === text.length || ((char === ',' || char === '?' || char === ':') && depth === 0)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}
