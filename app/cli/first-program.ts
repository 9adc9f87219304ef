/**
 * The program that `genie new` writes: small, and it works.
 *
 * In: a kit (and its file's contents, when it goes into the program), a name, a language. Out: a .genie file as data (docs/genie-file.md): an LED that blinks,
 * or, on a kit without one, a hello over the USB cable.
 */
import { portsThatFit } from '../../boards/placement/ports-that-fit.ts';
import type { Kit, Port } from '../../boards/types.ts';
import type { Language } from '../../compiler/program/model.ts';

interface SavedBlock {
  readonly type: string;
  readonly id: string;
  readonly fields?: Readonly<Record<string, string | number>>;
  readonly inputs?: Readonly<Record<string, { readonly shadow: SavedBlock }>>;
  readonly next?: { readonly block: SavedBlock };
  readonly x?: number;
  readonly y?: number;
}

const HELLO = { fr: 'Bonjour !', en: 'Hello!' } as const;

export function firstProgram(kit: Kit, name: string, language: Language, ownKit?: object): object {
  const port = lampPort(kit);
  const body = port === undefined ? [hello(language), wait('2')] : [toggle(), wait('2')];
  const start: SavedBlock = { type: 'event_forever', id: 'start', x: 40, y: 40, next: stack(body) };
  return {
    format: 'genie',
    version: 1,
    name,
    language,
    ...(kit.id === kit.board.id ? { board: kit.id } : { kit: ownKit ?? kit.id }),
    bricks: port === undefined ? [] : [{ id: 'led', type: 'led', port: port.id }],
    lists: [],
    messages: [],
    ownBlocks: [],
    workspace: { blocks: { languageVersion: 0, blocks: [start] } },
  };
}

/** The port of the LED that is on the board itself, else the first where an LED fits. */
function lampPort(kit: Kit): Port | undefined {
  const led = kit.bricks.find(({ id }) => id === 'led');
  const ports = led === undefined ? [] : portsThatFit(kit, led, []);
  return ports.find(({ signals }) => signals[0]?.pin === kit.board.builtInLed) ?? ports[0];
}

const toggle = (): SavedBlock => ({ type: 'led_toggle', id: 'toggle', fields: { BRICK: 'led' } });

const wait = (id: string): SavedBlock => ({
  type: 'control_wait',
  id: `wait${id}`,
  inputs: { SECONDS: { shadow: { type: 'number_literal', id: `time${id}`, fields: { NUM: 0.5 } } } },
});

const hello = (language: Language): SavedBlock => ({
  type: 'monitor_print_line',
  id: 'hello',
  inputs: { VALUE: { shadow: { type: 'text_literal', id: 'words', fields: { TEXT: HELLO[language] } } } },
});

function stack(blocks: readonly SavedBlock[]): { readonly block: SavedBlock } {
  const [first, ...rest] = blocks as [SavedBlock, ...SavedBlock[]];
  return { block: rest.length === 0 ? first : { ...first, next: stack(rest) } };
}
