import { describe, expect, test } from 'vitest';
import { cacheFolder, kitFolder, systemLanguage, type Surroundings } from '../../app/host/environment.ts';

const around = (
  variables: Surroundings['variables'] = {},
  platform: NodeJS.Platform = 'linux',
  locale = 'en-GB',
): Surroundings => ({ variables, platform, homeFolder: '/home/me', temporaryFolder: '/tmp', locale });

describe('the language', () => {
  test.each([
    [{}, 'fr-CA', 'fr'],
    [{}, 'de-DE', 'en'],
    [{ LANG: 'fr_FR.UTF-8' }, 'en-US', 'fr'],
    [{ LANG: 'fr_FR.UTF-8', LC_MESSAGES: 'en_US' }, 'fr-FR', 'en'],
    [{ LC_ALL: 'fr', LC_MESSAGES: 'en_US', LANG: 'en' }, 'en-US', 'fr'],
    [{ LANG: 'C.UTF-8' }, 'fr-FR', 'fr'],
    [{ LC_ALL: 'POSIX', LANG: '' }, 'fr-FR', 'fr'],
    [{ GENIE_LANG: 'en', LC_ALL: 'fr' }, 'fr-FR', 'en'],
  ])('%j and %s give %s', (variables, locale, expected) => {
    expect(systemLanguage(around(variables, 'linux', locale))).toBe(expected);
  });
});

describe('the folders', () => {
  test.each([
    [around(), '/home/me/.cache/genie', '/home/me/.config/genie/kits'],
    [around({ XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: '/k' }), '/c/genie', '/k/genie/kits'],
    [around({ XDG_CACHE_HOME: '' }), '/home/me/.cache/genie', '/home/me/.config/genie/kits'],
    [around({ GENIE_CACHE: '/a', GENIE_KITS: '/b' }, 'win32'), '/a', '/b'],
    [
      around({}, 'darwin'),
      '/home/me/Library/Caches/genie',
      '/home/me/Library/Application Support/genie/kits',
    ],
    [around({ LOCALAPPDATA: '/L', APPDATA: '/R' }, 'win32'), '/L/genie/cache', '/R/genie/kits'],
  ])('case %#', (surroundings, cache, kits) => {
    expect([cacheFolder(surroundings), kitFolder(surroundings)]).toEqual([cache, kits]);
  });
});
