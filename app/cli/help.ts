/** The help texts, made from the tables of commands and options. */
import type { Language } from '../../compiler/program/model.ts';
import type { Command, OptionName } from './command.ts';
import { OPTIONS } from './options.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';
import { say } from './words.ts';

export function generalHelp(commands: readonly Command[], language: Language, style: Style): string {
  const rows = commands.map((command) => [
    `  genie ${[command.name, ...command.takes].join(' ')}`,
    say(command.summary, language),
  ]);
  return [
    `${say('tagline', language)}\n\n`,
    `${style.bold(say('commands', language))}\n`,
    table(rows),
    `\n${style.bold(say('options', language))}\n`,
    optionTable(['lang', 'help', 'version'], language),
    `\n${say('moreHelp', language)}\n`,
    `${say('exitCodes', language)}\n`,
  ].join('');
}

export function commandHelp(command: Command, language: Language, style: Style): string {
  const usage = ['genie', command.name, ...command.takes, ...command.options.map(usageOf)].join(' ');
  return [
    `${style.bold(say('usage', language))}  ${usage}\n\n`,
    `  ${say(command.summary, language)}\n\n`,
    `${style.bold(say('options', language))}\n`,
    optionTable([...command.options, 'lang', 'help'], language),
  ].join('');
}

const written = (name: OptionName): string => {
  const spec = OPTIONS.find((option) => option.name === name);
  const long = name === 'out' ? '-o' : `--${name}`;
  return spec?.value === undefined ? long : `${long} ${spec.value}`;
};

const usageOf = (name: OptionName): string => `[${written(name)}]`;

function optionTable(names: readonly OptionName[], language: Language): string {
  const unique = [...new Set(names)];
  return table(
    unique.flatMap((name) => {
      const spec = OPTIONS.find((option) => option.name === name);
      return spec === undefined ? [] : [[`  ${written(name)}`, say(spec.help, language)]];
    }),
  );
}
