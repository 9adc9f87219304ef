/**
 * What every block means, by table: its holes filled with 1, 2, 3…, "t1", "t2"…, true and false.
 */
import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { blockMeanings } from '../../blocks/block-meanings.ts';
import { CORE_BLOCKS, blockSpecs, readWorkspace, type BlockSpec } from '../../blocks/index.ts';
import { filledBlock, inScript, oneOfEach, programFile, type Saved } from './saved-blocks.ts';
import { summary } from './summary.ts';

const specs = blockSpecs(BRICK_TYPES);

/** The block's node, read from a script in which it stands alone. */
function meaningOf(spec: BlockSpec, block: Saved = filledBlock(spec)): string {
  const file = programFile([inScript(spec, block)], { bricks: oneOfEach(BRICK_TYPES) });
  const { program, diagnostics } = readWorkspace(file, BRICK_TYPES);
  expect([spec.type, diagnostics]).toEqual([spec.type, []]);
  if (spec.type === 'own_define') return summary(program.ownBlocks);
  const script = program.scripts[0];
  const first = script?.body[0];
  if (spec.shape === 'hat') return summary(script?.trigger);
  const isStatement = spec.shape === 'statement' || spec.shape === 'end';
  return summary(isStatement ? first : first?.kind === 'print' ? first.value : undefined);
}

const CORE: Readonly<Record<string, string>> = {
  event_start: '(start)',
  event_forever: '(forever)',
  event_every: '(every seconds=1)',
  event_crosses: '(crosses direction=above threshold=2 value=1)',
  event_becomes_true: '(becomesTrue condition=true)',
  event_changes: '(changes by=2 value=1)',
  event_message: '(message message=m1)',
  event_line: '(line)',
  control_wait: '(wait duration=1 unit=seconds)',
  control_wait_ms: '(wait duration=1 unit=milliseconds)',
  control_wait_until: '(waitUntil condition=true)',
  control_wait_until_timeout: '(waitUntil condition=true timeoutSeconds=2)',
  control_repeat: '(repeat body=[(resetTimer)] times=1)',
  control_forever: '(forever body=[(resetTimer)])',
  control_while: '(while body=[(resetTimer)] condition=true until=false)',
  control_until: '(while body=[(resetTimer)] condition=true until=true)',
  control_for: '(for body=[(resetTimer)] by=3 from=1 to=2 variable=v1)',
  control_for_each: '(forEach body=[(resetTimer)] list=l1 variable=v1)',
  control_if:
    '(if branches=[(body=[(resetTimer)] condition=true), (body=[(resetTimer)] condition=true)] otherwise=[(resetTimer)])',
  control_if_else: '(if branches=[(body=[(resetTimer)] condition=true)] otherwise=[(resetTimer)])',
  control_break: '(break)',
  control_continue: '(continue)',
  control_stop_script: '(stopScript)',
  control_stop_all: '(stopAll)',
  message_broadcast: '(broadcast andWait=false message=m1)',
  message_broadcast_wait: '(broadcast andWait=true message=m1)',
  note: '(note text=mot)',
  logic_compare: '(operation args=[1, 2] operator=equal)',
  logic_and: '(operation args=[true, false] operator=and)',
  logic_or: '(operation args=[true, false] operator=or)',
  logic_not: '(operation args=[true] operator=not)',
  logic_between: '(operation args=[1, 2, 3] operator=between)',
  logic_truth: 'true',
  logic_choose: '(operation args=[true, 2, 3] operator=choose)',
  number_literal: '0',
  number_arithmetic: '(operation args=[1, 2] operator=add)',
  number_random: '(operation args=[1, 2] operator=random)',
  number_map: '(operation args=[1, 2, 3, 4, 5] operator=map)',
  number_constrain: '(operation args=[1, 2, 3] operator=constrain)',
  number_round: '(operation args=[1] operator=round)',
  number_remainder: '(operation args=[1, 2] operator=remainder)',
  number_min_max: '(operation args=[1, 2] operator=smallest)',
  number_property: '(operation args=[1] operator=isEven)',
  number_divisible: '(operation args=[1, 2] operator=isDivisible)',
  number_function: '(operation args=[1] operator=absolute)',
  number_trigonometry: '(operation args=[1] operator=sine)',
  number_pi: '(operation args=[] operator=pi)',
  number_smooth: '(operation args=[1, 10] operator=smooth)',
  text_literal: '"mot"',
  text_join: '(operation args=[1, 2, 3] operator=join)',
  text_length: '(operation args=["t1"] operator=textLength)',
  text_letter: '(operation args=["t2", 1] operator=letterAt)',
  text_contains: '(operation args=["t1", "t2"] operator=textContains)',
  text_is_empty: '(operation args=["t1"] operator=isEmpty)',
  text_to_number: '(operation args=["t1"] operator=toNumber)',
  text_is_number: '(operation args=["t1"] operator=isNumber)',
  text_of: '(operation args=[1] operator=toText)',
  text_of_decimals: '(operation args=[1, 1] operator=toTextDecimals)',
  text_case: '(operation args=["t1"] operator=upperCase)',
  variables_get: '(variable variable=v1)',
  variables_set: '(setVariable value=1 variable=v1)',
  variables_change: '(changeVariable by=1 variable=v1)',
  memory_remember: '(remember slot=mot value=1)',
  memory_remembered: '(stored slot=mot)',
  list_add: '(listAction args=[1] list=l1 operator=addItem)',
  list_insert: '(listAction args=[2, 1] list=l1 operator=insertItem)',
  list_set: '(listAction args=[1, 2] list=l1 operator=setItem)',
  list_remove: '(listAction args=[1] list=l1 operator=removeItem)',
  list_clear: '(listAction args=[] list=l1 operator=clearList)',
  list_item: '(listReading args=[1] list=l1 operator=itemAt)',
  list_length: '(listReading args=[] list=l1 operator=listLength)',
  list_contains: '(listReading args=[1] list=l1 operator=listContains)',
  list_index_of: '(listReading args=[1] list=l1 operator=indexOf)',
  list_is_full: '(listReading args=[] list=l1 operator=isFull)',
  list_aggregate: '(listReading args=[] list=l1 operator=sum)',
  own_define:
    '[(body=[(resetTimer)] hasResult=true id=o1 name=clignoter parameters=[(id=p1 name=fois), (id=p2 name=durée)])]',
  own_call: '(callStatement args=[1, 2] ownBlock=o1)',
  own_call_value: '(call args=[1, 2] ownBlock=o1)',
  own_parameter: '(parameter parameter=p1)',
  own_return: '(return value=1)',
  own_return_nothing: '(return)',
  monitor_print_line: '(print newLine=true value=1)',
  monitor_print_labelled: '(printLabelled label="t1" value=2)',
  monitor_plot: '(plot label="t1" value=2)',
  monitor_print: '(print newLine=false value=1)',
  monitor_has_line: '(operation args=[] operator=hasLine)',
  monitor_read_line: '(operation args=[] operator=readLine)',
  monitor_read_number: '(operation args=[] operator=readNumber)',
  colour_literal: '(colour value=16711680)',
  colour_mix: '(operation args=[1, 2, 3] operator=mixColour)',
  timer_seconds: '(operation args=[] operator=timerSeconds)',
  timer_reset: '(resetTimer)',
  time_seconds: '(operation args=[] operator=seconds)',
  time_milliseconds: '(operation args=[] operator=milliseconds)',
};

const BRICKS: Readonly<Record<string, string>> = {
  led_on: '(action action=on args=[] brick=led)',
  led_brightness: '(action action=brightness args=[1] brick=led)',
  led_get_is_on: '(reading args=[] brick=led reading=is_on)',
  rgb_led_colour: '(action action=colour args=[(colour value=1)] brick=rgb-led)',
  led_strip_gauge: '(action action=gauge args=[1, (colour value=2)] brick=led-strip)',
  lcd_print_at: '(action action=print_at args=[1, (choice value=1), 2] brick=lcd)',
  lcd_backlight: '(action action=backlight args=[(choice value=on)] brick=lcd)',
  buzzer_note: '(action action=note args=[(choice value=C4), 1] brick=buzzer)',
  buzzer_stop: '(action action=stop args=[] brick=buzzer)',
  button_when_released: '(brick args=[] brick=button event=released)',
  joystick_when_pushed: '(brick args=[(choice value=up)] brick=joystick event=pushed)',
  joystick_get_pushed: '(reading args=[(choice value=up)] brick=joystick reading=pushed)',
  encoder_set: '(action action=set args=[1] brick=encoder)',
  distance_one_wire_get_centimetres: '(reading args=[] brick=distance-one-wire reading=centimetres)',
  infrared_when_key: '(brick args=[(choice value=ok)] brick=infrared event=key)',
};

describe('the meaning of blocks', () => {
  test('every block that has a shape has a meaning, and the other way round', () => {
    expect([...blockMeanings(BRICK_TYPES).keys()].toSorted()).toEqual([...specs.keys()].toSorted());
  });

  test('the table says what each block of the language means', () => {
    expect(Object.keys(CORE).toSorted()).toEqual(CORE_BLOCKS.map(({ type }) => type).toSorted());
    const read = Object.fromEntries(CORE_BLOCKS.map((spec) => [spec.type, meaningOf(spec)]));
    expect(read).toEqual(CORE);
  });

  test.each(Object.entries(BRICKS))('%s reads to its brick’s node', (type, expected) => {
    const spec = specs.get(type);
    expect(spec && meaningOf(spec)).toBe(expected);
  });

  test('every brick has a block for each action, reading and event, which names it', () => {
    for (const brick of BRICK_TYPES) {
      const own = [...specs.values()].filter(({ brickType }) => brickType === brick.id);
      expect(own).toHaveLength(brick.actions.length + brick.readings.length + brick.events.length);
      for (const spec of own) expect(meaningOf(spec)).toMatch(new RegExp(`brick=${brick.id}\\b`));
    }
  });

  test('each entry of each menu means something of its own', () => {
    for (const spec of specs.values()) {
      for (const hole of spec.holes) {
        if (hole.kind !== 'menu') continue;
        const meanings = hole.options.map(({ value }) => {
          const block = filledBlock(spec);
          return meaningOf(spec, { ...block, fields: { ...block.fields, [hole.name]: value } });
        });
        expect([spec.type, new Set(meanings).size]).toEqual([spec.type, hole.options.length]);
      }
    }
  });

  test('a menu that chooses an operator reads to the operator of that name', () => {
    const compare = specs.get('logic_compare');
    const less = compare && { ...filledBlock(compare), fields: { OP: 'lessOrEqual' } };
    expect(compare && meaningOf(compare, less)).toBe('(operation args=[1, 2] operator=lessOrEqual)');
    const average = specs.get('list_aggregate');
    const block = average && { ...filledBlock(average), fields: { OP: 'average', LIST: 'l1' } };
    expect(average && meaningOf(average, block)).toBe('(listReading args=[] list=l1 operator=average)');
  });

  test('a kit’s brick can’t replace a block of the language', () => {
    const [led] = BRICK_TYPES.filter(({ id }) => id === 'led');
    const action = led?.actions[0];
    if (led === undefined || action === undefined) throw new Error('no LED');
    const impostor = { ...led, id: 'control', actions: [{ ...action, id: 'wait' }], readings: [] };
    expect(blockSpecs([impostor]).get('control_wait')?.brickType).toBeUndefined();
    expect(blockMeanings([impostor]).get('control_wait')).toBe(blockMeanings([]).get('control_wait'));
  });
});
