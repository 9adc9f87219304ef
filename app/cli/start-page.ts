/**
 * The page of `npm start`, until the app exists: one example, from its blocks to its firmware.
 *
 * In: this computer and the checkout. Out: text. Without a toolchain the page stops at the C++.
 */
import { readdir, readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { portLabel } from '../../boards/placement/port-label.ts';
import type { Kit } from '../../boards/types.ts';
import type { Language } from '../../compiler/program/model.ts';
import { build, type BuildReport } from '../host/build.ts';
import type { Host } from '../host/host.ts';
import { chooseKit } from '../host/kits.ts';
import { rehearse, type Rehearsal } from '../host/rehearse.ts';
import { firstProgram } from './first-program.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { START_WORDS, type StartWord } from './start-words.ts';
import { harmless, type Style } from './style.ts';
import { table } from './table.ts';

/** Among the examples, the one that shows most on one page. */
const FAVOURITES = ['feu-tricolore', 'veilleuse-automatique', 'clignoter'];
const EXCERPT_LINES = 64;
const LONGEST_OBSERVATION = 1_500;

type Say = (key: StartWord, words?: Readonly<Record<string, string | number>>) => string;

export async function startPage(host: Host, root: string, style: Style): Promise<string> {
  const { language } = host;
  const say: Say = (key, words = {}) =>
    START_WORDS[key][language].replace(/\{(\w+)\}/g, (hole, name: string) => String(words[name] ?? hole));
  const example = await chooseExample(join(root, 'examples'));
  const temporary = await mkdtemp(join(host.surroundings.temporaryFolder, 'genie-start-'));
  try {
    const file = example ?? (await writeFirstProgram(temporary, host));
    const report = await build({ file }, host);
    const shown = example === undefined ? undefined : relative(root, example);
    const observation =
      example === undefined ? say('observeBlink') : await readObservation(example, language);
    return page(report, await rehearse(report), shown, observation, say, style, language);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function page(
  report: BuildReport,
  rehearsal: Rehearsal | undefined,
  file: string | undefined,
  observation: string | undefined,
  say: Say,
  style: Style,
  language: Language,
): string {
  const heading = (key: StartWord): string => `\n${style.bold(say(key))}\n\n`;
  const { program, sketch, board, kit } = report;
  const parts = [`\n${style.bold(say('title'))}\n`];
  if (program === undefined || sketch === undefined || board === undefined || kit === undefined)
    return `${say('notFine')}\n${printDiagnostics(report.diagnostics, language, style)}`;

  const { name, scripts, bricks } = program;
  const words = { name, board: board.name[language], scripts: scripts.length, bricks: bricks.length };
  parts.push(heading('program'), `   ${harmless(say('programIs', words))}\n`);
  for (const { type, port, name: own } of bricks) {
    const brick = own ?? kit.bricks.find(({ id }) => id === type)?.name[language] ?? type;
    parts.push(`   – ${harmless(say('brickIs', { brick, port: portWords(kit, port) }))}\n`);
  }

  const lines = (sketch.files.find(({ path }) => path === sketch.main)?.text ?? '').trimEnd().split('\n');
  const command = `npx genie cpp ${file ?? 'blink.genie'}`;
  const more = lines.length - EXCERPT_LINES;
  const excerpt = lines.slice(0, EXCERPT_LINES).map((line) => `   ${line}`.trimEnd());
  parts.push(heading('cpp'), style.dim(`${excerpt.join('\n')}`), '\n');
  if (more > 0) parts.push(`   ${say('cppMore', { n: more, command })}\n`);

  parts.push(heading('firmware'), firmware(report, say, style, language));
  if (rehearsal !== undefined) {
    const { bytes, sendMs, seconds, changes } = rehearsal;
    const shown = { bytes, seconds: (sendMs / 1_000).toFixed(1), run: seconds, changes };
    parts.push(heading('send'), `   ${say('sendIs', shown)}\n`);
  }
  if (observation !== undefined) {
    const indented = observation.trim().split('\n').join('\n   ');
    parts.push(heading('observe'), `   ${harmless(indented)}\n`);
  }
  parts.push(
    heading('next'),
    table([
      ...(file === undefined
        ? []
        : [
            [`   npx genie build ${file}`, say('nextBuild')],
            [`   npx genie flash ${file} --port virtual`, say('nextSend')],
          ]),
      ['   npx genie new robot.genie', say('nextNew')],
      ['   npx genie help', say('nextHelp')],
    ]),
    '\n',
  );
  return parts.join('');
}

/** "● 2", as the board shows it. */
function portWords({ board }: Kit, id: string): string {
  const port = board.ports.find((other) => other.id === id);
  return port === undefined ? id : portLabel(port);
}

function firmware(report: BuildReport, say: Say, style: Style, language: Language): string {
  const { flash, ram, ms, toolchain, diagnostics } = report;
  const missing = diagnostics.some(({ code }) => code === 'toolchain-missing');
  if (missing) return `   ${say('noToolchain')}\n`;
  if (!report.ok || flash === undefined || ram === undefined)
    return printDiagnostics(diagnostics, language, style);
  const sizes = { flash: flash.used, flashMax: flash.max, ram: ram.used, ramMax: ram.max };
  const time = Math.round(ms['total'] ?? 0);
  return `   ${say('firmwareIs', { ...sizes, ms: time, toolchain: toolchain ?? '' })}\n`;
}

async function chooseExample(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  const programs = names.filter((name) => name.endsWith('.genie')).toSorted();
  const favourite = FAVOURITES.flatMap((word) => programs.filter((name) => name.includes(word)))[0];
  const chosen = favourite ?? programs[0];
  return chosen === undefined ? undefined : join(folder, chosen);
}

/** observe.md beside the program: French, a line of dashes, English; each language's list of steps. */
async function readObservation(example: string, language: Language): Promise<string | undefined> {
  const text = await readFile(join(dirname(example), 'observe.md'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [french = '', english = french] = text.replace(/^#.*\n+/, '').split(/^---$/m);
  return (language === 'fr' ? french : english)
    .replaceAll('**', '')
    .replaceAll(/^- /gm, '– ')
    .replaceAll(/\n\n+/g, '\n')
    .trim()
    .slice(0, LONGEST_OBSERVATION);
}

async function writeFirstProgram(folder: string, host: Host): Promise<string> {
  const kit = await chooseKit({}, undefined, host);
  const file = join(folder, 'blink.genie');
  if (kit.ok) await writeFile(file, JSON.stringify(firstProgram(kit.value, 'blink', host.language)));
  return file;
}
