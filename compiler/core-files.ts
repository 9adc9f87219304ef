/**
 * Which file an #include means, and which of our core's sources a program takes.
 *
 * In: the sketch's files, the chip, the firmware templates. Out: a resolver for the preprocessor, and the
 * core's .cpp files that firmware-templates/core/units.json gives for the headers that were included and
 * the words that the sketch writes (the rules stand in the core's README). The sketch's own files win
 * over the core's, as in the Arduino IDE.
 */
import type { Chip } from '../boards/types.ts';
import type { SourceFile } from './cpp/source.ts';
import { InternalError } from './diagnostics/internal-error.ts';
import type { FirmwareTemplates, SketchFile } from './sketch.ts';

const CORE = 'core/';
const DRIVER = /^(?:drivers|runtime)\/([^/]+\.(?:h|cpp))$/;

interface Unit {
  readonly file: string;
  /** Joins when this header is included. */
  readonly header?: string;
  /** Joins when the sketch writes one of these words; `TCCR1*` stands for all that begin so. */
  readonly names?: readonly string[];
  /** Only these chips have it. */
  readonly chips?: readonly string[];
  /** Further units, complete. */
  readonly needs?: readonly string[];
}

interface UnitTable {
  readonly include: readonly string[];
  readonly variants: Readonly<Record<string, string>>;
  readonly units: readonly Unit[];
}

export const isCoreFile = (path: string): boolean => path.startsWith(CORE);

/** The core as read from the templates: files are opened once and stay the same objects. */
export class Core {
  private readonly templates: FirmwareTemplates;
  private readonly table: UnitTable;
  private readonly opened = new Map<string, SourceFile>();
  /** Our drivers and runtime, by the name under which they lie in a sketch's folder. */
  readonly drivers = new Map<string, SourceFile>();
  private readonly driverWords = new Map<SourceFile, ReadonlySet<string>>();
  /** Every source of the core, in a fixed order. */
  readonly files: readonly SourceFile[];

  constructor(templates: FirmwareTemplates) {
    this.templates = templates;
    const text = templates[`${CORE}units.json`];
    if (text === undefined) throw new InternalError('the firmware templates hold no core');
    this.table = JSON.parse(text) as UnitTable;
    const paths = Object.keys(templates).filter(
      (path) => isCoreFile(path) && /\.(?:h|cpp)$|\/[a-z]+$/.test(path),
    );
    this.files = paths.toSorted().flatMap((path) => this.file(path.slice(CORE.length)) ?? []);
    for (const [path, text] of Object.entries(templates)) {
      const name = DRIVER.exec(path)?.[1];
      if (name !== undefined) this.drivers.set(name, { path: name, text });
    }
  }

  /** The files as the builder knows them: an unchanged driver of ours is always the same object. */
  known(files: readonly SketchFile[]): readonly SourceFile[] {
    return files.map(({ path, text }) => {
      const driver = this.drivers.get(path);
      return driver?.text === text ? driver : { path, text };
    });
  }

  /** Of a file with a place of its own in every program. */
  isKnown(file: SourceFile): boolean {
    return isCoreFile(file.path) || this.drivers.get(file.path) === file;
  }

  /** A file by its path below core/. */
  file(path: string): SourceFile | undefined {
    const whole = CORE + path;
    const known = this.opened.get(whole);
    if (known !== undefined) return known;
    const text = Object.hasOwn(this.templates, whole) ? this.templates[whole] : undefined;
    if (text === undefined) return undefined;
    const made = { path: whole, text };
    this.opened.set(whole, made);
    return made;
  }

  /** As an #include names them. */
  headerNames(own: readonly SourceFile[]): readonly string[] {
    const folders = this.table.include.map((folder) => `${CORE}${folder}/`);
    const ofCore = this.files.flatMap(({ path }) => {
      const folder = folders.find((one) => path.startsWith(one));
      return folder === undefined || !path.endsWith('.h') ? [] : [path.slice(folder.length)];
    });
    return [...own.map(({ path }) => path).filter((path) => path.endsWith('.h')), ...ofCore];
  }

  /** `Servo.h` for the class Servo, where it has a library of its own. */
  libraryHeader(name: string): string | undefined {
    const isThere = this.files.some(({ path }) => path === `${CORE}libraries/${name}/${name}.h`);
    return isThere ? `${name}.h` : undefined;
  }

  /** What `#include "path"` or `<path>` in `fromFile` means. */
  resolver(
    own: readonly SourceFile[],
    chip: Chip,
  ): (path: string, fromFile: SourceFile) => SourceFile | undefined {
    const mine = new Map(own.map((file) => [file.path, file]));
    const variant = this.table.variants[chip.id];
    const folders = variant === undefined ? this.table.include : [variant, ...this.table.include];
    return (path, fromFile) => {
      const plain = path.replace(/^(?:\.\/)+/, '');
      if (isCoreFile(fromFile.path)) {
        const folder = fromFile.path.slice(CORE.length, fromFile.path.lastIndexOf('/') + 1);
        const beside = this.file(folder + plain);
        if (beside !== undefined) return beside;
      } else {
        const found = mine.get(plain);
        if (found !== undefined) return found;
      }
      for (const folder of folders) {
        const found = this.file(`${folder}/${plain}`);
        if (found !== undefined) return found;
      }
      return undefined;
    };
  }

  /** The sources that a program with these files takes, in the table's order. */
  sourcesFor(own: readonly SketchFile[], included: Iterable<SourceFile>, chip: Chip): readonly SourceFile[] {
    const words = new Words(own.map((file) => this.wordsOf(file)));
    const headers = new Set([...included].map(({ path }) => path));
    const byFile = new Map(this.table.units.map((unit) => [unit.file, unit]));
    const taken = new Set<string>();
    const take = (unit: Unit): void => {
      if (taken.has(unit.file)) return;
      taken.add(unit.file);
      for (const need of unit.needs ?? []) {
        const other = byFile.get(need);
        if (other === undefined) throw new InternalError(`units.json has no ${need}`);
        take(other);
      }
    };
    for (const unit of this.table.units) {
      const isIncluded = unit.header === undefined || this.isIncluded(unit.header, headers);
      const isNamed = unit.names === undefined || unit.names.some((name) => words.has(name));
      const isThere = unit.chips?.includes(chip.id) ?? true;
      if (isThere && isIncluded && isNamed) take(unit);
    }
    return this.table.units
      .filter(({ file }) => taken.has(file))
      .map(({ file }) => {
        const found = this.file(file);
        if (found === undefined) throw new InternalError(`the core has no ${file}`);
        return found;
      });
  }

  /** Of an unchanged driver they are known. */
  private wordsOf(file: SketchFile): ReadonlySet<string> {
    const kept = this.driverWords.get(file);
    if (kept !== undefined) return kept;
    const words = wordsOf(file);
    if (this.isKnown(file)) this.driverWords.set(file, words);
    return words;
  }

  private isIncluded(header: string, headers: ReadonlySet<string>): boolean {
    return (
      headers.has(CORE + header) ||
      this.table.include.some((folder) => headers.has(`${CORE}${folder}/${header}`))
    );
  }
}

const WORD = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_]\w*/g;

/** `__builtin_strcpy` is strcpy. */
const BUILTIN = '__builtin_';

class Words {
  private all: readonly string[] | undefined;

  constructor(private readonly sets: readonly ReadonlySet<string>[]) {}

  has(name: string): boolean {
    if (!name.endsWith('*')) return this.sets.some((words) => words.has(name));
    // `ADC?*`: at least one letter more.
    const atLeastOne = name.endsWith('?*');
    const beginning = name.slice(0, atLeastOne ? -2 : -1);
    this.all ??= [...new Set(this.sets.flatMap((words) => [...words]))];
    return this.all.some(
      (word) => word.startsWith(beginning) && (!atLeastOne || word.length > beginning.length),
    );
  }
}

function wordsOf({ text }: SketchFile): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [match] of text.matchAll(WORD))
    if (/^[A-Za-z_]/.test(match)) {
      words.add(match);
      if (match.startsWith(BUILTIN)) words.add(match.slice(BUILTIN.length));
    }
  return words;
}
