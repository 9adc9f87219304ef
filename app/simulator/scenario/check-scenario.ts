/**
 * Does a scenario make sense for these bricks, and does it keep the rules that make verdicts sure?
 *
 * In: a scenario and a bench. Out: problems with their place. Rules: bricks, inputs and outputs exist; inputs
 * are in range and in time; a contact is pressed for 150 ms at least; a lag is shorter than the shortest stretch
 * of its plan.
 */
import type { LocalizedText } from '../../../boards/types.ts';
import type { Bench } from '../bricks/bench.ts';
import { DEFAULT_LAG_MS } from './judge.ts';
import type { Expectation, Scenario, ScenarioProblem } from './scenario.ts';

const SHORTEST_PRESS_MS = 150;
export const SERIAL = 'serial';

const says = (fr: string, en: string): LocalizedText => ({ fr, en });

export function checkScenario(scenario: Scenario, bench: Bench): readonly ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const add = (path: string, message: LocalizedText): void => void problems.push({ path, message });
  checkInputs(scenario, bench, add);
  for (const [i, one] of (scenario.expect ?? []).entries())
    checkExpectation(one, `expect[${i}]`, scenario, bench, add);
  return problems;
}

type Add = (path: string, message: LocalizedText) => void;

const split = (name: string): readonly [string, string | undefined] => {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
};

/** The channel of the trace that a scenario's word means. */
export function channelOf(bench: Bench, word: string): string | undefined {
  const whole = bench.model(word);
  const [id, part] = whole === undefined ? split(word) : [word, undefined];
  const model = whole ?? bench.model(id);
  if (model === undefined) return undefined;
  const names = [...model.outputs, ...Object.keys(model.inputs)];
  const name = part ?? names[0];
  return name !== undefined && names.includes(name) ? `${id}.${name}` : undefined;
}

/** The brick and input that a scenario's word means. */
export function inputOf(bench: Bench, word: string): { id: string; input: string } | undefined {
  const whole = bench.model(word);
  const [id, part] = whole === undefined ? split(word) : [word, undefined];
  const inputs = (whole ?? bench.model(id))?.inputs;
  const input = part ?? Object.keys(inputs ?? {})[0];
  return inputs !== undefined && input !== undefined && Object.hasOwn(inputs, input)
    ? { id, input }
    : undefined;
}

function checkInputs(scenario: Scenario, bench: Bench, add: Add): void {
  const pressed = new Map<string, number>();
  const inOrder = (scenario.in ?? [])
    .map((event, i) => ({ event, i }))
    .toSorted((a, b) => a.event[0] - b.event[0]);
  for (const { event, i } of inOrder) {
    const [ms, word, value] = event;
    const path = `in[${i}]`;
    if (ms > scenario.ms)
      add(path, says('C’est après la fin du scénario.', 'This is after the end of the scenario.'));
    if (word === SERIAL) {
      if (typeof value !== 'string')
        add(path, says('Il faut un texte à taper.', 'A text to type is needed.'));
      continue;
    }
    const found = inputOf(bench, word);
    if (found === undefined) {
      add(
        path,
        says(
          `Rien ne s’appelle « ${word} » ici, ou ne se manipule.`,
          `Nothing here is called “${word}”, or can be handled.`,
        ),
      );
      continue;
    }
    const range = bench.model(found.id)?.inputs[found.input];
    if (typeof value !== 'number' || range === undefined || value < range.min || value > range.max) {
      const [min, max] = [range?.min ?? 0, range?.max ?? 0];
      add(path, says(`Il faut un nombre de ${min} à ${max}.`, `A number from ${min} to ${max} is needed.`));
      continue;
    }
    const isContact = range.min === 0 && range.max === 1;
    const key = `${found.id}.${found.input}`;
    const since = pressed.get(key);
    if (isContact && since !== undefined && value === 0 && ms - since < SHORTEST_PRESS_MS) {
      add(
        path,
        says(
          `Un appui dure ${SHORTEST_PRESS_MS} ms au moins, sinon un programme juste peut le manquer.`,
          `A press lasts ${SHORTEST_PRESS_MS} ms at least, or a right program may miss it.`,
        ),
      );
    }
    if (value === 1) pressed.set(key, ms);
    else pressed.delete(key);
  }
}

function checkExpectation(one: Expectation, path: string, scenario: Scenario, bench: Bench, add: Add): void {
  if ('of' in one) {
    for (const [i, inner] of one.of.entries())
      checkExpectation(inner, `${path}.of[${i}]`, scenario, bench, add);
    return;
  }
  const isLine = one.o === SERIAL && one.p === 'shows';
  const words = [
    ...(isLine ? [] : [['o', one.o] as const]),
    ...(one.p === 'follows' ? [['i', one.i] as const] : []),
  ];
  for (const [key, word] of words) {
    if (channelOf(bench, word) === undefined)
      add(`${path}.${key}`, says(`Rien ne s’appelle « ${word} » ici.`, `Nothing here is called “${word}”.`));
  }
  if (one.p === 'shows' && one.text === undefined && one.number === undefined)
    add(path, says('Il faut « text » ou « number ».', '“text” or “number” is needed.'));
  if ('from' in one && 'to' in one && (one.from ?? 0) >= (one.to ?? scenario.ms))
    add(path, says('« from » doit être avant « to ».', '“from” must be before “to”.'));
  if (one.p === 'tracks') checkPlan(one, path, scenario.ms, add);
}

function checkPlan(
  { plan, lag = DEFAULT_LAG_MS }: Extract<Expectation, { p: 'tracks' }>,
  path: string,
  end: number,
  add: Add,
): void {
  const times = [...plan.map(([ms]) => ms), end];
  const lengths = times.slice(1).map((ms, i) => ms - (times[i] ?? 0));
  if (lengths.some((length) => length <= 0))
    add(`${path}.plan`, says('Les instants doivent se suivre.', 'The times must follow each other.'));
  else if (lag >= Math.min(...lengths)) {
    add(
      `${path}.lag`,
      says(
        `Le délai (${lag} ms) doit être plus court que la plus courte étape du plan.`,
        `The lag (${lag} ms) must be shorter than the shortest stretch of the plan.`,
      ),
    );
  }
}
