/**
 * What variables, lists, own blocks, the monitor and the kept values mean.
 *
 * In: readings of blocks. Out: expressions and statements that name what the program declares by id.
 */
import type { ListActionId, ListReadingId } from '../../compiler/program/operators.ts';
import { expression, statement, type Meaning, type Meanings } from '../meaning.ts';

const listReading = (operator: ListReadingId, ...holes: readonly string[]): Meaning =>
  expression((block) => ({
    kind: 'listReading',
    operator,
    list: block.field('LIST'),
    args: holes.map((hole) => block.value(hole)),
  }));

const listAction = (operator: ListActionId, ...holes: readonly string[]): Meaning =>
  statement((block) => ({
    kind: 'listAction',
    operator,
    list: block.field('LIST'),
    args: holes.map((hole) => block.value(hole)),
  }));

const AGGREGATES: readonly ListReadingId[] = ['sum', 'listSmallest', 'listLargest', 'average'];

const print = (newLine: boolean): Meaning =>
  statement((block) => ({ kind: 'print', value: block.value('VALUE'), newLine }));

const labelled = (kind: 'printLabelled' | 'plot'): Meaning =>
  statement((block) => ({ kind, label: block.value('LABEL'), value: block.value('VALUE') }));

export const DATA_MEANING: Meanings = {
  variables_get: expression((block) => ({ kind: 'variable', variable: block.field('VARIABLE') })),
  variables_set: statement((block) => ({
    kind: 'setVariable',
    variable: block.field('VARIABLE'),
    value: block.value('VALUE'),
  })),
  variables_change: statement((block) => ({
    kind: 'changeVariable',
    variable: block.field('VARIABLE'),
    by: block.value('BY'),
  })),
  memory_remember: statement((block) => ({
    kind: 'remember',
    slot: block.field('SLOT'),
    value: block.value('VALUE'),
  })),
  memory_remembered: expression((block) => ({ kind: 'stored', slot: block.field('SLOT') })),

  list_add: listAction('addItem', 'ITEM'),
  list_insert: listAction('insertItem', 'INDEX', 'ITEM'),
  list_set: listAction('setItem', 'INDEX', 'ITEM'),
  list_remove: listAction('removeItem', 'INDEX'),
  list_clear: listAction('clearList'),
  list_item: listReading('itemAt', 'INDEX'),
  list_length: listReading('listLength'),
  list_contains: listReading('listContains', 'ITEM'),
  list_index_of: listReading('indexOf', 'ITEM'),
  list_is_full: listReading('isFull'),
  list_aggregate: expression((block) => {
    const chosen = block.field('OP');
    return {
      kind: 'listReading',
      operator: AGGREGATES.find((operator) => operator === chosen) ?? 'sum',
      list: block.field('LIST'),
      args: [],
    };
  }),

  own_define: { kind: 'definition' },
  own_call: statement((block) => ({
    kind: 'callStatement',
    ownBlock: block.extra.ownBlock,
    args: block.callArguments(),
  })),
  own_call_value: expression((block) => ({
    kind: 'call',
    ownBlock: block.extra.ownBlock,
    args: block.callArguments(),
  })),
  own_parameter: expression((block) => ({ kind: 'parameter', parameter: block.field('PARAMETER') })),
  own_return: statement((block) => ({ kind: 'return', value: block.value('VALUE') })),
  own_return_nothing: statement(() => ({ kind: 'return' })),

  monitor_print_line: print(true),
  monitor_print: print(false),
  monitor_print_labelled: labelled('printLabelled'),
  monitor_plot: labelled('plot'),
  monitor_has_line: expression(() => ({ kind: 'operation', operator: 'hasLine', args: [] })),
  monitor_read_line: expression(() => ({ kind: 'operation', operator: 'readLine', args: [] })),
  monitor_read_number: expression(() => ({ kind: 'operation', operator: 'readNumber', args: [] })),
};
