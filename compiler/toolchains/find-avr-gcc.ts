/**
 * Finds avr-g++, its companions and the official Arduino AVR core.
 *
 * Looks in: $ARDUINO_AVR_CORE, Debian's package, the folders where the Arduino IDE and arduino-cli
 * keep what they download (docs.arduino.cc, "package index"), and the PATH.
 */
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, type ToolEnvironment } from './tool-environment.ts';

export interface AvrGcc {
  readonly gcc: string;
  readonly gxx: string;
  readonly ar: string;
  readonly objcopy: string;
  /** The first line of `avr-g++ --version`. */
  readonly version: string;
  /** Holds cores/, variants/ and libraries/. */
  readonly core: string;
  /** From platform.txt, "1.8.7". */
  readonly coreVersion: string;
}

export interface Search {
  readonly tools?: Omit<AvrGcc, 'core' | 'coreVersion'>;
  readonly core?: string;
  readonly coreVersion?: string;
}

export async function findAvrGcc(environment: ToolEnvironment): Promise<Search> {
  const packages = packageFolders(environment);
  const tools = await findTools(environment, packages);
  const core = await findCore(environment, packages);
  return {
    ...(tools === undefined ? {} : { tools }),
    ...(core === undefined ? {} : { core, coreVersion: await readCoreVersion(core) }),
  };
}

/** Where the Arduino IDE and arduino-cli install boards and compilers. */
function packageFolders({ variables, platform, homeFolder }: ToolEnvironment): string[] {
  const data = variables['ARDUINO_DIRECTORIES_DATA'];
  const usual = {
    win32: join(variables['LOCALAPPDATA'] ?? join(homeFolder, 'AppData', 'Local'), 'Arduino15'),
    darwin: join(homeFolder, 'Library', 'Arduino15'),
    other: join(homeFolder, '.arduino15'),
  }[platform === 'win32' || platform === 'darwin' ? platform : 'other'];
  return [...(data === undefined || data === '' ? [] : [data]), usual].map((folder) =>
    join(folder, 'packages', 'arduino'),
  );
}

async function findTools(
  environment: ToolEnvironment,
  packages: readonly string[],
): Promise<Search['tools'] | undefined> {
  const bundled = await newestOf(packages.map((folder) => join(folder, 'tools', 'avr-gcc')));
  const beside = bundled === undefined ? [] : [join(bundled, 'bin')];
  // A compiler that the user has installed system-wide comes first, the Arduino IDE's own second.
  const find = async (name: string): Promise<string | undefined> =>
    (await findProgram(name, environment)) ?? (await findProgram(name, environment, beside));
  const [gcc, gxx, ar, objcopy] = await Promise.all(
    ['avr-gcc', 'avr-g++', 'avr-gcc-ar', 'avr-objcopy'].map(find),
  );
  if (gcc === undefined || gxx === undefined || ar === undefined || objcopy === undefined) return undefined;
  const { code, out } = await environment.run(gxx, ['--version'], { timeoutMs: 20_000 });
  if (code !== 0) return undefined;
  return { gcc, gxx, ar, objcopy, version: out.split('\n')[0]?.trim() ?? '' };
}

async function findCore(
  { variables }: ToolEnvironment,
  packages: readonly string[],
): Promise<string | undefined> {
  const installed = await newestOf(packages.map((folder) => join(folder, 'hardware', 'avr')));
  const candidates = [
    variables['ARDUINO_AVR_CORE'],
    '/usr/share/arduino/hardware/arduino/avr',
    '/usr/local/share/arduino/hardware/arduino/avr',
    installed,
  ];
  for (const folder of candidates) {
    if (folder === undefined || folder === '') continue;
    if (await exists(join(folder, 'cores', 'arduino', 'Arduino.h'))) return folder;
  }
  return undefined;
}

async function readCoreVersion(core: string): Promise<string> {
  try {
    const platform = await readFile(join(core, 'platform.txt'), 'utf8');
    return /^version=(.*)$/m.exec(platform)?.[1]?.trim() ?? '';
  } catch {
    // A core without platform.txt still compiles; only its number is unknown.
    return '';
  }
}

/** The subfolder with the highest version number in the first folder that has any. */
async function newestOf(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    const newest = names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
    if (newest !== undefined) return join(folder, newest);
  }
  return undefined;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
