/**
 * What the surroundings say: the user's language and the folders that are theirs.
 *
 * In: environment variables, platform, home folder. Out: plain values. Nothing is created here.
 */
import { join } from 'node:path';
import type { Language } from '../../compiler/program/model.ts';

export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly temporaryFolder: string;
  /** What Intl says: "fr-FR". */
  readonly locale: string;
}

/** GENIE_LANG, then POSIX's order: LC_ALL, LC_MESSAGES, LANG; then what the system says. French if it begins with "fr". */
export function systemLanguage({ variables, locale }: Surroundings): Language {
  const named = ['GENIE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((name) => variables[name] ?? '')
    .find((value) => value !== '' && !/^(C|POSIX)\b/.test(value));
  return /^fr/i.test(named ?? locale) ? 'fr' : 'en';
}

/** Compiled pieces; may be deleted at any time. */
export function cacheFolder(surroundings: Surroundings): string {
  const { variables, platform, homeFolder } = surroundings;
  const given = variables['GENIE_CACHE'];
  if (given !== undefined && given !== '') return given;
  if (platform === 'win32') return join(localAppData(surroundings), 'genie', 'cache');
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Caches', 'genie');
  return join(nonEmpty(variables['XDG_CACHE_HOME']) ?? join(homeFolder, '.cache'), 'genie');
}

/** Where a teacher drops kit files. */
export function kitFolder({ variables, platform, homeFolder }: Surroundings): string {
  const given = variables['GENIE_KITS'];
  if (given !== undefined && given !== '') return given;
  if (platform === 'win32')
    return join(nonEmpty(variables['APPDATA']) ?? join(homeFolder, 'AppData', 'Roaming'), 'genie', 'kits');
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'genie', 'kits');
  return join(nonEmpty(variables['XDG_CONFIG_HOME']) ?? join(homeFolder, '.config'), 'genie', 'kits');
}

const localAppData = ({ variables, homeFolder }: Surroundings): string =>
  nonEmpty(variables['LOCALAPPDATA']) ?? join(homeFolder, 'AppData', 'Local');

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
