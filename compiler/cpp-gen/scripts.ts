/**
 * Scripts as C++ functions: what starts them, and how they take turns.
 *
 * In: a TypedProgram's scripts. Out: functions, the objects they need, and what setup() and loop() call.
 * A program with one script that runs (and starts that end at once) becomes plain setup() and loop();
 * otherwise every script that waits becomes a state machine, and one that never waits a plain function.
 */
import type { Script, Statement, Trigger } from '../program/model.ts';
import { findReading } from '../program/symbols.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import { visitStatements } from '../program/walk.ts';
import { BodyWriter } from './body-writer.ts';
import { joinCode, plainText, type Code, type Line } from './code.ts';
import { asNumberFragment, asTruth } from './conversions.ts';
import { writeBrickArguments, writeExpression, writeInOrder } from './expressions.ts';
import { PlainFlow, ScriptFlow } from './flow.ts';
import { LEVEL, atLevel } from './fragment.ts';
import type { Generation, Receiver } from './generation.ts';
import { commentLines } from './literals.ts';
import { milliseconds, writeBody } from './statements.ts';
import { triggerName, triggerWords } from './trigger-words.ts';

export interface ScriptCode {
  readonly functions: readonly Line[];
  readonly setup: readonly Line[];
  readonly loop: readonly Line[];
}

export function writeScripts(gen: Generation): ScriptCode {
  const plain = plainScripts(gen);
  return plain === undefined ? writeTurnTaking(gen) : writePlain(gen, plain);
}

/** Own blocks that wait are plain functions in a plain sketch. */
export const isPlainSketch = (gen: Generation): boolean => plainScripts(gen) !== undefined;

interface PlainScripts {
  /** Run one after the other in setup(); only the last may wait. */
  readonly starts: readonly Script[];
  /** The one for loop(). */
  readonly main: Script | undefined;
}

/** The scripts laid out for setup() and loop(), or undefined when they must take turns. */
function plainScripts({ typed }: Generation): PlainScripts | undefined {
  const { program, turns } = typed;
  if (program.scripts.some(({ trigger }) => trigger.kind === 'message')) return undefined;
  const starts = program.scripts.filter(({ trigger }) => trigger.kind === 'start');
  const others = program.scripts.filter(({ trigger }) => trigger.kind !== 'start');
  const [main, second] = others;
  if (second !== undefined) return undefined;
  // Starts come first in turn order, and must be over before anything else begins.
  const inOrder = program.scripts.slice(0, starts.length).every(({ trigger }) => trigger.kind === 'start');
  const mustBeShort = main === undefined ? starts.slice(0, -1) : starts;
  if (!inOrder || mustBeShort.some(({ body }) => turns.inBody(body))) return undefined;
  // The beats that fell during a run are forgotten at its end: it must have just one.
  if (main?.trigger.kind === 'every' && stopsScript([main.body])) return undefined;
  // Ending only this run of an event's script from inside an own block needs a script to end.
  const isEvent = main !== undefined && main.trigger.kind !== 'forever';
  if (isEvent && stopsScript(program.ownBlocks.map(({ body }) => body))) return undefined;
  return { starts, main };
}

function stopsScript(bodies: readonly Script['body'][]): boolean {
  let stops = false;
  for (const body of bodies) {
    visitStatements(body, ({ kind }) => {
      if (kind === 'stopScript') stops = true;
    });
  }
  return stops;
}

function headline(gen: Generation, script: Script): readonly string[] {
  const own = script.comment === undefined ? [] : commentLines(script.comment);
  return [...commentLines(triggerWords(gen, script.trigger)), ...own];
}

function writePlain(gen: Generation, { starts, main }: PlainScripts): ScriptCode {
  const setup: Line[] = [];
  let loop: readonly Line[] = [];
  starts.forEach((script) => {
    const body = new BodyWriter(gen, new PlainFlow('halt'), undefined);
    body.block(script.blockId, () => {
      body.linesOf(headline(gen, script));
      const last = script.body.at(-1);
      // "when the base starts … forever" is what setup() and loop() are made for.
      if (main === undefined && last?.kind === 'forever' && script === starts.at(-1)) {
        writeBody(body, script.body.slice(0, -1));
        loop = writeLoopBody(gen, last);
      } else {
        writeBody(body, script.body);
      }
    });
    setup.push(...body.lines());
  });
  if (main !== undefined) loop = writePlainMain(gen, main);
  return { functions: [], setup, loop };
}

/** The rounds of a forever, as the body of loop(). */
function writeLoopBody(gen: Generation, forever: Statement & { kind: 'forever' }): readonly Line[] {
  const body = new BodyWriter(gen, new PlainFlow('halt'), undefined);
  body.loops.push({ takesTurns: false, isLoopFunction: true });
  body.block(forever.blockId, () => {
    if (forever.comment !== undefined) body.linesOf(commentLines(forever.comment));
    writeBody(body, forever.body);
  });
  return body.lines();
}

function writePlainMain(gen: Generation, script: Script): readonly Line[] {
  const isForever = script.trigger.kind === 'forever';
  const body = new BodyWriter(gen, new PlainFlow(isForever ? 'halt' : 'return'), undefined);
  if (isForever) body.loops.push({ takesTurns: false, isLoopFunction: true });
  body.block(script.blockId, () => {
    body.linesOf(headline(gen, script));
    const every = writeGuard(body, script.trigger, undefined);
    writeBody(body, script.body);
    if (every !== undefined && gen.typed.turns.inBody(script.body)) body.line(every);
  });
  return body.lines();
}

/**
 * Leaves the function while nothing has happened that starts the script.
 * Gives what makes a rhythm leave out the beats that have fallen during the run.
 */
function writeGuard(body: BodyWriter, trigger: Trigger, script: string | undefined): Code | undefined {
  const { value: start, lines } = body.apart(() => startCondition(body, trigger));
  if (start === undefined) return undefined;
  const { happened, whileBusy } = start;
  const isBusyToo = script !== undefined && whileBusy !== undefined;
  // A rhythm needs its period all the time.
  if (whileBusy !== undefined) body.add(body.shallower(lines));
  if (!isBusyToo && (lines.length === 0 || whileBusy !== undefined)) {
    const unless = script === undefined ? '' : `${script}.isIdle() && `;
    body.line([`if (${unless}!`, happened, ') return;']);
    return whileBusy;
  }
  body.line(script === undefined ? '{' : `if (${script}.isIdle()) {`);
  if (whileBusy === undefined) body.add(lines);
  body.indented(() => body.line(['if (!', happened, ') return;']));
  if (isBusyToo) {
    body.line('} else {');
    body.indented(() => body.line(whileBusy));
  }
  body.line('}');
  return whileBusy;
}

interface Start {
  /** True when the script shall start. */
  readonly happened: Code;
  /** What the event needs to be told as long as the script is running. */
  readonly whileBusy?: Code;
}

/** Undefined for scripts that need nothing to happen. */
function startCondition(body: BodyWriter, trigger: Trigger): Start | undefined {
  if (trigger.kind !== 'every') {
    const happened = eventCondition(body, trigger);
    return happened === undefined ? undefined : { happened };
  }
  const name = body.gen.names.numbered('every');
  body.gen.uses('GenieScripts.h');
  body.gen.objects.push(`Every ${name};`);
  const period = milliseconds(body, trigger.seconds, 'seconds');
  return {
    happened: [`${name}.isDue(`, period, ')'],
    whileBusy: `${name}.skipMissed(${plainText(period)});`,
  };
}

function eventCondition(body: BodyWriter, trigger: Trigger): Code | undefined {
  const { gen } = body;
  const watch = (className: string): string => {
    const name = gen.names.numbered('watch');
    gen.uses('GenieScripts.h');
    gen.objects.push(`${className} ${name};`);
    return name;
  };
  switch (trigger.kind) {
    case 'start':
    case 'forever':
    case 'message':
    case 'every':
      return undefined;
    case 'brick': {
      const brick = gen.typed.symbols.bricks.get(trigger.brick);
      const event = brick?.type.events.find(({ id }) => id === trigger.event);
      const reading = findReading(brick, event?.reading ?? '');
      if (event === undefined || reading === undefined) throw new InternalError('an event without a reading');
      const args = writeBrickArguments(
        body,
        trigger.args,
        reading.parameters.map(({ type }) => type),
      );
      const name = gen.nameOf(gen.bricks, trigger.brick);
      return [`${watch('Watch')}.${event.edge}(${name}.${reading.method}(`, joinCode(args, ', '), '))'];
    }
    case 'crosses': {
      const [value, threshold] = writeInOrder(body, [trigger.value, trigger.threshold]).map(asNumberFragment);
      if (value === undefined || threshold === undefined) throw new InternalError('a value was lost');
      const sign = trigger.direction === 'above' ? '>' : '<';
      const level = LEVEL.relation + 1;
      return [`${watch('Watch')}.rises(`, atLevel(value, level), ` ${sign} `, atLevel(threshold, level), ')'];
    }
    case 'becomesTrue':
      return [`${watch('Watch')}.rises(`, asTruth(writeExpression(body, trigger.condition)).code, ')'];
    case 'changes': {
      const [value, by] = writeInOrder(body, [trigger.value, trigger.by]).map(asNumberFragment);
      if (value === undefined || by === undefined) throw new InternalError('a value was lost');
      const isWhole = [value, by].every(({ type }) => type.kind !== 'decimal');
      return [`${watch(isWhole ? 'WatchWhole' : 'WatchNumber')}.changes(`, value.code, ', ', by.code, ')'];
    }
    case 'line':
      gen.usesMonitor = true;
      gen.uses('GenieMonitor.h');
      return [`${watch('WatchLine')}.arrives(monitor)`];
  }
}

interface NamedScript {
  readonly script: Script;
  readonly functionName: string;
  /** The Script object of a script that takes turns. */
  readonly object: string | undefined;
  readonly mailbox: string | undefined;
}

function writeTurnTaking(gen: Generation): ScriptCode {
  const { program } = gen.typed;
  const named = program.scripts.map((script, index) => nameScript(gen, script, index));
  for (const { id } of program.messages) {
    const receivers = named.flatMap(({ script, mailbox, object }): Receiver[] =>
      script.trigger.kind === 'message' && script.trigger.message === id && mailbox !== undefined
        ? [{ mailbox, script: object }]
        : [],
    );
    gen.receivers.set(id, receivers);
  }
  gen.uses('GenieScripts.h');
  const functions: Line[] = [];
  const setup: Line[] = [];
  const loop: Line[] = [];
  // A start that is over at once and comes before all others may as well run in setup().
  let stillStarting = true;
  for (const item of named) {
    const { script, functionName, object } = item;
    functions.push(...writeScriptFunction(gen, item), { kind: 'line', depth: 0, code: '' });
    const isInstant = script.trigger.kind === 'start' && object === undefined;
    stillStarting &&= isInstant;
    const call = item.mailbox === undefined ? `${functionName}();` : delivery(item);
    (stillStarting ? setup : loop).push({ kind: 'line', depth: 1, code: call });
  }
  return { functions, setup, loop };
}

const delivery = ({ mailbox, object, functionName }: NamedScript): string =>
  object === undefined
    ? `${mailbox ?? ''}.deliver(${functionName});`
    : `${mailbox ?? ''}.deliver(${object}, ${functionName});`;

function nameScript(gen: Generation, script: Script, index: number): NamedScript {
  const { trigger, body } = script;
  const functionName = gen.names.claim(triggerName(gen, trigger), 'script');
  const isRepeated = trigger.kind === 'forever';
  // A start that must wait its turn behind others needs to know that it has run.
  const comesLate =
    trigger.kind === 'start' &&
    gen.typed.program.scripts
      .slice(0, index)
      .some((earlier) => earlier.trigger.kind !== 'start' || gen.typed.turns.inBody(earlier.body));
  const takesTurns = isRepeated || comesLate || gen.typed.turns.inBody(body);
  const object = takesTurns ? gen.names.numbered('script') : undefined;
  const mailbox = trigger.kind === 'message' ? gen.names.numbered('mailbox') : undefined;
  if (mailbox !== undefined) gen.objects.push(`Mailbox ${mailbox};`);
  return { script, functionName, object, mailbox };
}

function writeScriptFunction(gen: Generation, item: NamedScript): readonly Line[] {
  const { script, functionName, object } = item;
  const out = (code: Code): Line => ({ kind: 'line', depth: 0, code });
  const heading = [
    { kind: 'open', blockId: script.blockId } as const,
    ...headline(gen, script).map(out),
    out(`void ${functionName}() {`),
  ];
  const ending = [out('}'), { kind: 'close' } as const];
  if (object === undefined) {
    const body = new BodyWriter(gen, new PlainFlow('return'), undefined);
    body.ownMailbox = item.mailbox;
    if (gen.usesStopAll && script.trigger.kind !== 'start')
      body.line('if (Script::everythingStopped) return;');
    writeGuard(body, script.trigger, undefined);
    writeBody(body, script.body);
    return [...heading, ...body.lines(), ...ending];
  }
  return [...heading, ...writeStateMachine(gen, item, object), ...ending];
}

function writeStateMachine(gen: Generation, item: NamedScript, object: string): readonly Line[] {
  const { script } = item;
  const runsOnce = script.trigger.kind === 'start' || script.trigger.kind === 'forever';
  const flow = new ScriptFlow(object, runsOnce);
  const guard = new BodyWriter(gen, new PlainFlow('return'), undefined);
  writeGuard(guard, script.trigger, object);
  const body = new BodyWriter(gen, flow, undefined);
  body.ownMailbox = item.mailbox;
  body.line(`SCRIPT_BEGIN(${object});`);
  if (script.trigger.kind === 'forever') {
    body.line('while (true) {');
    body.loops.push({ takesTurns: true, isLoopFunction: false });
    body.indented(() => {
      writeBody(body, script.body);
      if (!gen.typed.turns.endsWithWait(script.body)) body.linesOf(flow.turn());
    });
    body.loops.pop();
    body.line('}');
  } else {
    writeBody(body, script.body);
  }
  body.line(`SCRIPT_END${runsOnce ? '_ONCE' : ''}(${object});`);
  gen.scripts.push(object);
  gen.mostSteps = Math.max(gen.mostSteps, flow.steps());
  const locals = flow
    .lastingLocals()
    .map((declaration): Line => ({ kind: 'line', depth: 1, code: declaration }));
  return [...locals, ...guard.lines(), ...body.lines()];
}
