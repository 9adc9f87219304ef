/** The help texts, made from the tables of commands and options. */
import type { Language } from '../../compiler/program/model.ts';
import type { Command, OptionName } from './command.ts';
import { OPTIONS } from './options.ts';
import type { Style } from './style.ts';
import { table, wrap } from './table.ts';
import { say } from './words.ts';

const COLUMNS = 80;
/** Keeps an option and its value on one line. */
const HARD_SPACE = '\u00a0';

const FRENCH: Readonly<Record<string, string>> = {
  FILE: 'FICHIER',
  NAME: 'NOM',
  OUT: 'SORTIE',
  STAGE: 'ÉTAPE',
  PORT: 'PRISE',
  BAUD: 'VITESSE',
};

/** What stands for a value: FILE, or FICHIER. */
export const placeholder = (word: string, language: Language): string =>
  language === 'fr' ? (FRENCH[word] ?? word) : word;

export function generalHelp(commands: readonly Command[], language: Language, style: Style): string {
  const rows = commands.map((command) => [
    `  genie ${[command.name, ...command.takes.map((word) => placeholder(word, language))].join(' ')}`,
    say(command.summary, language),
  ]);
  return [
    `${say('tagline', language)}\n\n`,
    `${style.bold(say('commands', language))}\n`,
    table(rows, COLUMNS),
    `\n${style.bold(say('options', language))}\n`,
    optionTable(['lang', 'help', 'version'], language),
    `\n${say('moreHelp', language)}\n`,
    `${wrap(say('exitCodes', language), COLUMNS).join('\n')}\n`,
  ].join('');
}

export function commandHelp(command: Command, language: Language, style: Style): string {
  const takes = command.takes.map((word) => placeholder(word, language));
  const options = command.options.map((name) => `[${written(name, language)}]`.replaceAll(' ', HARD_SPACE));
  const head = say('usage', language);
  const words = ['genie', command.name, ...takes, ...options].join(' ');
  const usage = wrap(words, COLUMNS - head.length - 2)
    .join(`\n${' '.repeat(head.length + 2)}`)
    .replaceAll(HARD_SPACE, ' ');
  return [
    `${style.bold(head)}  ${usage}\n\n`,
    `  ${say(command.summary, language)}\n\n`,
    `${style.bold(say('options', language))}\n`,
    optionTable([...command.options, 'lang', 'help'], language),
  ].join('');
}

const written = (name: OptionName, language: Language): string => {
  const spec = OPTIONS.find((option) => option.name === name);
  const long = name === 'out' ? '-o' : `--${name}`;
  return spec?.value === undefined ? long : `${long} ${placeholder(spec.value, language)}`;
};

function optionTable(names: readonly OptionName[], language: Language): string {
  const unique = [...new Set(names)];
  return table(
    unique.flatMap((name) => {
      const spec = OPTIONS.find((option) => option.name === name);
      return spec === undefined ? [] : [[`  ${written(name, language)}`, say(spec.help, language)]];
    }),
    COLUMNS,
  );
}
