/** `genie doctor`: what was found on this computer, with ✓ or ✗ and what to do. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Toolchain } from '../../../compiler/toolchains/toolchain.ts';
import { isReal, listPorts, openDevices, portHolders, portTrouble } from '../../host/devices.ts';
import { faultSentence } from '../../host/device-words.ts';
import { HELP_TOPICS, helpPlatform, PORT_HELP } from '../../host/port-help.ts';
import type { Command, Invocation } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../style.ts';
import { table } from '../table.ts';
import { say } from '../words.ts';

/** 'note': not needed. */
type State = 'fine' | 'missing' | 'note';
interface Finding {
  readonly state: State;
  readonly what: string;
  readonly words: string;
}

const OLDEST_NODE = [20, 19] as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'doctorSummary',
  takes: [],
  options: ['json'],
  async run(invocation) {
    const { host, style, language, isSet, out } = invocation;
    const toolchains = await Promise.all(
      host.toolchains.map(async (toolchain) => findToolchain(toolchain, invocation)),
    );
    const findings = [
      findNode(invocation),
      await findTemplates(invocation),
      ...toolchains,
      await findCache(invocation),
      await findKits(invocation),
      ...(await findPorts(invocation)),
      ...portHelp(invocation),
      { state: 'fine', what: say('doctorLanguage', language), words: language } as const,
    ];
    const canBuild = toolchains.some(({ state }) => state === 'fine');
    const healthy = findings.every(({ state }) => state !== 'missing');
    if (isSet('json')) {
      out(`${JSON.stringify({ ok: healthy && canBuild, version: invocation.version, findings }, null, 2)}\n`);
    } else {
      const marks = { fine: style.green('✓'), missing: style.red('✗'), note: style.yellow('–') };
      const rows = findings.map(({ state, what, words }) => `${marks[state]} ${what}\t${words}`);
      out(harmlessTable(rows));
      const verdict = say(canBuild ? 'doctorFine' : 'doctorNoToolchain', language);
      if (healthy) out(`\n${verdict}\n`);
    }
    return EXIT.done;
  },
};

const harmlessTable = (rows: readonly string[]): string => table(rows.map((row) => row.split('\t')));

function findNode({ language }: Invocation): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = OLDEST_NODE;
  const fine = major > wantMajor || (major === wantMajor && minor >= wantMinor);
  const version = process.versions.node;
  return {
    state: fine ? 'fine' : 'missing',
    what: say('doctorNode', language),
    words: fine ? version : say('doctorNodeOld', language, { version }),
  };
}

async function findTemplates({ host, language }: Invocation): Promise<Finding> {
  const what = say('doctorTemplates', language);
  if (host.templatesFolder === undefined)
    return { state: 'missing', what, words: say('doctorTemplatesMissing', language) };
  const count = Object.keys(await host.templates()).length;
  return count === 0
    ? { state: 'missing', what, words: say('doctorTemplatesEmpty', language) }
    : { state: 'fine', what, words: say('doctorFiles', language, { n: count }) };
}

async function findToolchain(toolchain: Toolchain, { language }: Invocation): Promise<Finding> {
  const { available, version, hint } = await toolchain.detect();
  const words = [version ?? '', hint[language]].filter((text) => text !== '').join(' – ');
  return {
    state: available ? 'fine' : 'note',
    what: say('doctorToolchain', language, { id: toolchain.id }),
    words: harmless(words),
  };
}

async function findCache({ host, language }: Invocation): Promise<Finding> {
  const what = say('doctorCache', language);
  const folder = host.cacheFolder;
  try {
    await mkdir(folder, { recursive: true });
    await rm(await mkdtemp(join(folder, 'doctor-')), { recursive: true });
    return { state: 'fine', what, words: harmless(folder) };
  } catch {
    // Builds go on in the temporary folder (build-cache.ts).
    return { state: 'note', what, words: harmless(say('doctorCacheBad', language, { folder })) };
  }
}

async function findKits({ host, language }: Invocation): Promise<Finding> {
  const what = say('doctorKits', language);
  const folder = host.kitFolder;
  const names = await host.files.list(folder).catch(() => undefined);
  const words =
    names === undefined
      ? say('doctorKitsNone', language, { folder })
      : say('doctorKitsCount', language, {
          folder,
          n: names.filter((name) => name.endsWith('.json')).length,
        });
  return { state: names === undefined ? 'note' : 'fine', what, words: harmless(words) };
}

/** Each board's port: whether this user may open it. Nothing is opened: that would restart the program. */
async function findPorts({ host, language }: Invocation): Promise<readonly Finding[]> {
  const what = say('doctorPorts', language);
  const { service } = await openDevices(host);
  const ports = (await listPorts(service).catch(() => [])).filter(isReal);
  const { platform } = host.surroundings;
  if (ports.length === 0) {
    const hint =
      platform === 'win32'
        ? 'doctorNoBoardWindows'
        : platform === 'darwin'
          ? 'doctorNoBoardMac'
          : 'doctorNoBoard';
    return [{ state: 'note', what, words: say(hint, language) }];
  }
  return Promise.all(
    ports.map(async ({ path, boards }): Promise<Finding> => {
      const trouble = await portTrouble(path, platform);
      if (trouble !== undefined)
        return {
          state: 'missing',
          what: harmless(`${what} ${path}`),
          words: harmless(faultSentence(trouble, language)),
        };
      const holders = platform === 'linux' ? await portHolders(path) : [];
      if (holders.length > 0)
        return {
          state: 'missing',
          what: harmless(`${what} ${path}`),
          words: harmless(say('doctorHeld', language, { programs: holders.join(', ') })),
        };
      const names = boards.map(({ name }) => name[language]).join(', ');
      return { state: 'fine', what: harmless(`${what} ${path}`), words: names };
    }),
  );
}

/** What a grown-up should know of boards on this kind of computer. */
function portHelp({ host, language }: Invocation): readonly Finding[] {
  const help = PORT_HELP[helpPlatform(host.surroundings.platform)];
  const heads = { permission: 'doctorPermission', driver: 'doctorDriver', busy: 'doctorBusy' } as const;
  return HELP_TOPICS.map((topic) => ({
    state: 'note',
    what: say(heads[topic], language),
    words: help[topic][language],
  }));
}
