/**
 * Collects what the preprocessor and the parser have to say of one translation unit.
 *
 * In: codes of the catalogue with a place. Out: diagnostics, at most five errors a file and one a line,
 * so that a child is not buried under consequences of one slip.
 */
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import { diagnostic, type Diagnostic, type Words } from '../diagnostics/diagnostic.ts';
import type { Loc, SourceFiles } from './source.ts';

export const MOST_DIAGNOSTICS_PER_FILE = 5;

interface Placed {
  readonly loc: Loc;
  readonly said: Diagnostic;
}

export class Reporter {
  private readonly found: Placed[] = [];
  private readonly perFile = new Map<string, number>();
  private readonly places = new Set<string>();

  constructor(private readonly sources: SourceFiles) {}

  report(code: DiagnosticCode, words: Words, loc: Loc, end: Loc = loc + 1): void {
    const span = loc < 0 ? undefined : this.sources.spanOf(loc, end);
    const file = span?.file ?? '';
    const said = diagnostic(code, words, { span });
    // Warnings take no place from errors.
    const group = `${said.severity} ${file}`;
    const count = this.perFile.get(group) ?? 0;
    const place = `${group}:${span?.line ?? 0}`;
    if (count >= MOST_DIAGNOSTICS_PER_FILE || this.places.has(place)) return;
    this.perFile.set(group, count + 1);
    this.places.add(place);
    this.found.push({ loc, said });
  }

  /** Whether something is wrong with the file: what else seems wrong may follow from it. */
  hasSaid(path: string): boolean {
    return this.found.some(({ said }) => said.severity === 'error' && said.span?.file === path);
  }

  hasSaidAt(loc: Loc): boolean {
    const path = this.sources.fileAt(loc)?.path;
    return path !== undefined && this.hasSaid(path);
  }

  /** In the order of the text; files in the order in which they had something first. */
  inOrder(): Diagnostic[] {
    const order = new Map<string, number>();
    for (const { said } of this.found) {
      const file = said.span?.file ?? '';
      if (!order.has(file)) order.set(file, order.size);
    }
    const rank = ({ said }: Placed): number => order.get(said.span?.file ?? '') ?? 0;
    return this.found.toSorted((a, b) => rank(a) - rank(b) || a.loc - b.loc).map(({ said }) => said);
  }

  /** What stands there in the text. */
  textAt(loc: Loc, end: Loc): string {
    const file = this.sources.fileAt(loc);
    if (file === undefined) return '';
    const base = this.sources.add(file);
    return file.text.slice(loc - base, end - base);
  }

  /** The line of a place, for sentences that name it. */
  lineOf(loc: Loc): number {
    return this.sources.spanOf(loc)?.line ?? 0;
  }
}
