/**
 * What a monitor keeps: the newest lines with their times, in bounded memory, and how many were dropped.
 *
 * In: chunks of bytes as they come, with their time. Out: lines, numbers for the plotter. A line ends with
 * LF (a CR before it is dropped); one that is too long is cut and goes on in the next. Text is UTF-8; what is
 * not is shown as "�".
 */
export interface MonitorLine {
  /** Milliseconds of the clock when its first byte came. */
  readonly at: number;
  readonly text: string;
  /** Rises by one with every line, dropped or not. */
  readonly number: number;
}

export interface LogLimits {
  readonly lines: number;
  readonly characters: number;
  readonly lineCharacters: number;
}

export const LOG_LIMITS: LogLimits = { lines: 10_000, characters: 2_000_000, lineCharacters: 2_000 };

export class MonitorLog {
  /** Lines that are no longer kept. */
  droppedLines = 0;
  bytes = 0;
  private readonly limits: LogLimits;
  private readonly decoder = new TextDecoder('utf-8');
  /** A ring: `first` is the oldest. */
  private readonly ring: (MonitorLine | undefined)[];
  private first = 0;
  private count = 0;
  private characters = 0;
  private next = 0;
  private open = '';
  private openAt: number | undefined;

  constructor(limits: LogLimits = LOG_LIMITS) {
    this.limits = limits;
    this.ring = Array.from<MonitorLine | undefined>({ length: limits.lines });
  }

  /** The lines that were finished by this chunk. */
  take(chunk: Uint8Array, at: number): readonly MonitorLine[] {
    this.bytes += chunk.length;
    const finished: MonitorLine[] = [];
    const pieces = this.decoder.decode(chunk, { stream: true }).split('\n');
    pieces.forEach((piece, index) => {
      if (piece !== '') this.openAt ??= at;
      this.open += piece;
      while (this.open.length > this.limits.lineCharacters) {
        finished.push(this.add(this.open.slice(0, this.limits.lineCharacters), at));
        this.open = this.open.slice(this.limits.lineCharacters);
      }
      if (index === pieces.length - 1) return;
      finished.push(this.add(this.open.endsWith('\r') ? this.open.slice(0, -1) : this.open, at));
      this.open = '';
      this.openAt = undefined;
    });
    return finished;
  }

  lines(): readonly MonitorLine[] {
    return this.linesFrom(0);
  }

  /** Those that are still kept, from this number on. */
  linesFrom(number: number): readonly MonitorLine[] {
    const { lines } = this.limits;
    const skipped = Math.min(this.count, Math.max(0, number - (this.next - this.count)));
    return Array.from(
      { length: this.count - skipped },
      (_, i) => this.ring[(this.first + skipped + i) % lines],
    ).filter((line) => line !== undefined);
  }

  /** Of the line that comes next. */
  get nextNumber(): number {
    return this.next;
  }

  /** Numbers of lines go on rising. */
  clear(): void {
    this.ring.fill(undefined);
    this.first = this.count = this.characters = this.droppedLines = 0;
    this.open = '';
    this.openAt = undefined;
  }

  /** What came after the last line's end. */
  get unfinished(): string {
    return this.open;
  }

  /** For saving: what was dropped is said first. `stamp`: what stands before a line, of its time. */
  asText(droppedWords: (count: number) => string, stamp: (at: number) => string = () => ''): string {
    const lines = this.lines().map(({ text, at }) => `${stamp(at)}${text}`);
    const head = this.droppedLines === 0 ? [] : [droppedWords(this.droppedLines)];
    const open = this.open === '' ? [] : [`${stamp(this.openAt ?? 0)}${this.open}`];
    return [...head, ...lines, ...open].join('\n').concat('\n');
  }

  private add(text: string, at: number): MonitorLine {
    const line = { at: this.openAt ?? at, text, number: this.next++ };
    while (
      this.count > 0 &&
      (this.count >= this.limits.lines || this.characters + text.length > this.limits.characters)
    ) {
      this.characters -= this.ring[this.first]?.text.length ?? 0;
      this.ring[this.first] = undefined;
      this.first = (this.first + 1) % this.limits.lines;
      this.count--;
      this.droppedLines++;
    }
    this.ring[(this.first + this.count) % this.limits.lines] = line;
    this.count++;
    this.characters += text.length;
    return line;
  }
}

/**
 * The numbers of a line, by name: "12", "3 4.5", "temp: 21.5, light=300". Numbers without a name are called
 * by their place, from 1. Nothing when the line is anything else.
 */
export function numbersOf(text: string): ReadonlyMap<string, number> | undefined {
  const numbers = new Map<string, number>();
  const parts = text
    .trim()
    .split(/[,;\t]\s*|\s+(?=[^\s:=]+\s*[:=])|(?<=\d)\s+(?=[-+.\d])/)
    .filter((part) => part !== '');
  for (const [index, part] of parts.entries()) {
    const match = /^(?:([^:=]+?)\s*[:=]\s*)?([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([^\d\s]\S*)?$/iu.exec(
      part,
    );
    if (match === null) return undefined;
    numbers.set(match[1] ?? String(index + 1), Number(match[2]));
  }
  return numbers.size === 0 ? undefined : numbers;
}
