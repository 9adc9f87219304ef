/**
 * What starts a script, in the child's words for a comment and as a wish for a function's name.
 *
 * In: a trigger. Out: a sentence in the program's language; an English name like whenButton9Pressed.
 */
import type { Trigger } from '../program/model.ts';
import type { Generation } from './generation.ts';
import { portWords } from './port-words.ts';

const SENTENCES = {
  start: { fr: 'Quand la base démarre', en: 'When the base starts' },
  forever: { fr: 'Répéter toujours', en: 'Forever' },
  every: { fr: 'À intervalles réguliers', en: 'At regular intervals' },
  crosses: { fr: 'Quand une valeur passe une limite', en: 'When a value crosses a limit' },
  changes: { fr: 'Quand une valeur change', en: 'When a value changes' },
  becomesTrue: { fr: 'Quand une condition devient vraie', en: 'When a condition becomes true' },
  line: { fr: 'Quand une ligne arrive de l’ordinateur', en: 'When a line arrives from the computer' },
} as const;

const NAMES = {
  start: 'when started',
  forever: 'repeat forever',
  every: 'at intervals',
  crosses: 'when crossed',
  changes: 'when changed',
  becomesTrue: 'when true',
  line: 'when line received',
} as const;

export function triggerWords(gen: Generation, trigger: Trigger): string {
  const { language } = gen.typed.program;
  if (trigger.kind === 'message') {
    const name = gen.typed.symbols.messages.get(trigger.message)?.name ?? '';
    return language === 'fr' ? `Quand je reçois « ${name} »` : `When I receive “${name}”`;
  }
  if (trigger.kind === 'every' && trigger.seconds.kind === 'number') {
    const { value } = trigger.seconds;
    return language === 'fr' ? `Toutes les ${String(value).replace('.', ',')} s` : `Every ${value} s`;
  }
  if (trigger.kind !== 'brick') return SENTENCES[trigger.kind][language];
  const brick = gen.typed.symbols.bricks.get(trigger.brick);
  const event = brick?.type.events.find(({ id }) => id === trigger.event);
  if (brick === undefined || event === undefined) return '';
  const name = `${brick.plugged.name ?? brick.type.name[language]} ${portWords(gen.typed.kit, brick.plugged.port)}`;
  const sentence = event.text[language].replace(/%(\w+)/g, (_, id: string) =>
    id === 'BRICK' ? name : choiceWords(gen, trigger, id),
  );
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The name of what is picked in the event's menu. */
function choiceWords(gen: Generation, trigger: Trigger & { readonly kind: 'brick' }, id: string): string {
  const brick = gen.typed.symbols.bricks.get(trigger.brick);
  const event = brick?.type.events.find((candidate) => candidate.id === trigger.event);
  const reading = brick?.type.readings.find((candidate) => candidate.id === event?.reading);
  const index = reading?.parameters.findIndex((parameter) => parameter.id === id) ?? -1;
  const type = reading?.parameters[index]?.type;
  const picked = trigger.args[index];
  if (type?.kind !== 'choice' || picked?.kind !== 'choice') return '…';
  const option = type.options.find(({ value }) => value === picked.value);
  return option?.name[gen.typed.program.language] ?? '…';
}

export function triggerName(gen: Generation, trigger: Trigger): string {
  if (trigger.kind === 'message') {
    const name = gen.typed.symbols.messages.get(trigger.message)?.name ?? '';
    return `when ${name} received`;
  }
  if (trigger.kind === 'brick') {
    // "when remote key 2": what is picked in the menu tells handlers of one event apart.
    const picked = trigger.args.flatMap((argument) => (argument.kind === 'choice' ? [argument.value] : []));
    return `when ${[separated(gen.nameOf(gen.bricks, trigger.brick)), trigger.event, ...picked].join(' ')}`;
  }
  return NAMES[trigger.kind];
}

/** "ledRouge" → "led rouge", so that it can be joined with other words. */
const separated = (name: string): string => name.replace(/([A-Z])/g, ' $1');
