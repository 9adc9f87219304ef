/**
 * Actions of bricks: what the driver is handed, and how long it lasts.
 *
 * In: an action statement and its frame. Out: entries in the trace of what was done.
 */
import type { Parameter } from '../../boards/types.ts';
import type { Statement } from '../../compiler/program/model.ts';
import { evaluateAll, type Frame } from './evaluate.ts';
import { found } from './reference-kinds.ts';
import type { Steps } from './running.ts';
import { numberOf, text, toDecimal, toText, toTruth, toWhole, type Value, whole } from './value.ts';
import { milliseconds, waitFor } from './wait-for.ts';

export function* act(statement: Extract<Statement, { kind: 'action' }>, frame: Frame): Steps<void> {
  const { running, script } = frame;
  const type = running.references.brickType(statement.brick);
  const action = found(
    type.actions.find(({ id }) => id === statement.action),
    `action ${statement.action}`,
  );
  const values = yield* evaluateAll(statement.args, frame);
  const args = action.parameters.map((parameter, index) =>
    handed(parameter, values[index] ?? text(''), frame),
  );
  const { lasts } = action;
  const given = args.filter((_, index) => action.parameters[index]?.id !== lasts?.parameter);
  const record = (method: string, list: readonly Value[]): void => {
    const handedOver = list.map(({ value }) => value);
    running.acted.push({
      ms: running.now,
      script: script.index,
      brick: statement.brick,
      method,
      args: handedOver,
    });
  };
  record(action.method, given);
  if (lasts === undefined) return;
  const duration = args[action.parameters.findIndex(({ id }) => id === lasts.parameter)] ?? whole(0);
  yield* waitFor(milliseconds(duration, 'seconds', frame), frame);
  record(lasts.endMethod, []);
}

function within(min: number, max: number, number: Value): Value {
  const clamped = Math.max(min, Math.min(max, numberOf(number)));
  return number.kind === 'decimal' ? { ...number, value: clamped } : whole(clamped);
}

/** What a brick is handed: numbers outside its range are brought to the nearest end. */
function handed({ type }: Parameter, value: Value, { running }: Frame): Value {
  switch (type.kind) {
    case 'whole':
      return within(type.min, type.max, toWhole(value, running));
    case 'decimal':
      return within(type.min, type.max, toDecimal(value, running));
    case 'colour':
      return within(0, 0xff_ff_ff, toWhole(value, running));
    case 'truth':
      return toTruth(value, running);
    case 'text':
    case 'any':
      return toText(value, running);
    case 'choice':
      return value;
  }
}
