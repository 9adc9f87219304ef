/**
 * A program of any size, made of what classes really use: loops, conditions, waits, arithmetic,
 * lists, text and bricks, in stacks of about fifty blocks.
 *
 * In: the number of blocks. Out: a .genie file with that many blocks (scripts' start blocks included).
 */
interface Saved {
  readonly type: string;
  readonly id: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, { readonly block: Saved }>>;
  readonly next?: { readonly block: Saved };
  readonly x?: number;
  readonly y?: number;
}

const STACK = 50;

export function largeProgram(blocks: number): object {
  let made = 0;
  const block = (
    type: string,
    fields: Readonly<Record<string, unknown>> = {},
    inputs: Readonly<Record<string, Saved>> = {},
  ): Saved => {
    made++;
    const wrapped = Object.fromEntries(
      Object.entries(inputs).map(([name, inner]) => [name, { block: inner }]),
    );
    return { type, id: `b${made}`, fields, inputs: wrapped };
  };
  const number = (value: number): Saved => block('number_literal', { NUM: value });
  const variable = (): Saved => block('variables_get', { VARIABLE: { id: 'v' } });
  // Each makes a statement of a known number of blocks.
  const statements: readonly (readonly [number, () => Saved])[] = [
    [1, () => block('led_toggle', { BRICK: 'led' })],
    [2, () => block('control_wait', {}, { SECONDS: number(0.5) })],
    [2, () => block('variables_change', { VARIABLE: { id: 'v' } }, { BY: number(1) })],
    [
      4,
      () =>
        block(
          'variables_set',
          { VARIABLE: { id: 'v' } },
          {
            VALUE: block('number_arithmetic', { OP: 'add' }, { A: variable(), B: number(3) }),
          },
        ),
    ],
    [
      5,
      () =>
        block(
          'control_if_else',
          {},
          {
            IF0: block(
              'logic_compare',
              { OP: 'less' },
              { A: block('light_get_value', { BRICK: 'light' }), B: number(300) },
            ),
            DO0: block('led_on', { BRICK: 'led' }),
          },
        ),
    ],
    [
      6,
      () =>
        block(
          'control_repeat',
          {},
          {
            TIMES: number(3),
            DO: block(
              'monitor_print_line',
              {},
              {
                VALUE: block('number_arithmetic', { OP: 'divide' }, { A: variable(), B: number(2) }),
              },
            ),
          },
        ),
    ],
  ];

  const stacks: Saved[] = [];
  let column = 0;
  while (made < blocks) {
    const end = Math.min(blocks, made + STACK);
    const start = block('event_forever');
    const body: Saved[] = [];
    for (let turn = 0; made < end; turn++) {
      const room = end - made;
      const [, make] = statements[turn % statements.length] ?? [];
      const [size] = statements[turn % statements.length] ?? [];
      body.push(
        size !== undefined && make !== undefined && size <= room
          ? make()
          : block('led_toggle', { BRICK: 'led' }),
      );
    }
    const chain = body.reduceRight<Saved | undefined>(
      (below, saved) => (below === undefined ? saved : { ...saved, next: { block: below } }),
      undefined,
    );
    stacks.push({
      ...start,
      x: column * 400,
      y: 0,
      ...(chain === undefined ? {} : { next: { block: chain } }),
    });
    column++;
  }
  return {
    format: 'genie',
    version: 1,
    name: 'Grand programme',
    board: 'genie-base',
    bricks: [
      { id: 'led', type: 'led', port: '1' },
      { id: 'light', type: 'light', port: '6' },
    ],
    lists: [],
    messages: [],
    ownBlocks: [],
    workspace: { blocks: { languageVersion: 0, blocks: stacks }, variables: [{ id: 'v', name: 'compteur' }] },
  };
}
