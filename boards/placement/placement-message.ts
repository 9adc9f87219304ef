/**
 * A placement problem in words: what is going on, then what to do, for a child.
 *
 * In: a finding about a brick, and the ports that would do. Out: French and English, two or three
 * short sentences. Bricks go by the names on the screen, ports by shape and number.
 */
import { CAPABILITY_WORDS } from '../capability-words.ts';
import { settingRange } from '../setting-values.ts';
import type { LocalizedText, Port } from '../types.ts';
import type { Finding } from './find-problems.ts';
import type { PlacedBrick } from './placed-brick.ts';
import { portLabel, portList } from './port-label.ts';
import { SOLVED_BY_MOVING, type PlacementCode } from './placement-problem.ts';

export interface Situation {
  readonly brick: PlacedBrick;
  readonly finding: Finding;
  /** Ports where the brick would work now. */
  readonly free: readonly Port[];
  /** Would it work somewhere if it were alone? */
  readonly everFits: boolean;
}

export function placementMessage(situation: Situation): LocalizedText {
  const { code } = situation.finding;
  const fact = FACTS[code](situation);
  const advice = SOLVED_BY_MOVING.has(code) ? movingAdvice(situation) : { fr: '', en: '' };
  return { fr: `${fact.fr} ${advice.fr}`.trim(), en: `${fact.en} ${advice.en}`.trim() };
}

/** Two bricks are in the sentence before: which one is to move must be said. */
const NAMES_TWO: ReadonlySet<PlacementCode> = new Set<PlacementCode>(['port-taken', 'pins-shared']);

function movingAdvice({ brick, finding, free, everFits }: Situation): LocalizedText {
  if (free.length > 0) {
    const wanted = brick.plugged.port.toLowerCase();
    const almost = brick.port === undefined ? free.filter(({ id }) => id.toLowerCase() === wanted) : [];
    const list = portList(almost.length > 0 ? almost : free);
    if (NAMES_TWO.has(finding.code)) {
      const name = nameOf(brick);
      return { fr: `Mets ${name.fr} sur le port ${list.fr}.`, en: `Put ${name.en} on port ${list.en}.` };
    }
    return { fr: `Choisis le port ${list.fr}.`, en: `Choose port ${list.en}.` };
  }
  if (everFits) {
    return {
      fr: 'Aucun port libre ne convient : débranche d’abord une autre brique.',
      en: 'No free port fits: unplug another brick first.',
    };
  }
  return { fr: 'Aucun port de cette base ne convient.', en: 'No port of this base fits.' };
}

/** The name the child sees: « LED » / “LED”. */
function nameOf(brick: PlacedBrick | undefined): LocalizedText {
  const own = brick?.plugged.name?.trim();
  const said = own === undefined || own === '' ? undefined : own;
  const fallback = brick?.plugged.type ?? '?';
  return {
    fr: `« ${said ?? brick?.type?.name.fr ?? fallback} »`,
    en: `“${said ?? brick?.type?.name.en ?? fallback}”`,
  };
}

/** The other brick, also when both have the same name. */
function another(brick: PlacedBrick, { other }: Finding): LocalizedText {
  const [mine, theirs] = [nameOf(brick), nameOf(other)];
  return {
    fr: mine.fr === theirs.fr ? `une autre brique ${theirs.fr}` : theirs.fr,
    en: mine.en === theirs.en ? `another brick ${theirs.en}` : theirs.en,
  };
}

const placeOf = (brick: PlacedBrick | undefined): string =>
  brick?.port === undefined ? (brick?.plugged.port ?? '?') : portLabel(brick.port);

/** "« LED » (port ● 1)": two bricks of a kind stay apart. */
function nameAndPlace(brick: PlacedBrick | undefined): LocalizedText {
  const name = nameOf(brick);
  return { fr: `${name.fr} (port ${placeOf(brick)})`, en: `${name.en} (port ${placeOf(brick)})` };
}

/** The action's words without the holes for values: "briller à". */
function actionWords({ brick, finding }: Situation): LocalizedText {
  const text = brick.type?.actions.find(({ id }) => id === finding.action)?.text;
  const clean = (words: string): string =>
    words
      .replace(/%[A-Z][A-Z0-9_]*|%%/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  return { fr: clean(text?.fr ?? ''), en: clean(text?.en ?? '') };
}

const FACTS: Readonly<Record<PlacementCode, (situation: Situation) => LocalizedText>> = {
  'brick-id-twice': ({ brick }) => ({
    fr: `Deux briques portent le même repère « ${brick.plugged.id} ». Enlève ${nameOf(brick).fr}, puis pose-la à nouveau.`,
    en: `Two bricks have the same mark “${brick.plugged.id}”. Remove ${nameOf(brick).en}, then place it again.`,
  }),
  'unknown-brick-type': ({ brick }) => ({
    fr: `La brique ${nameOf(brick).fr} n’est pas dans ce kit. Enlève-la, ou choisis un autre kit.`,
    en: `The brick ${nameOf(brick).en} is not in this kit. Remove it, or choose another kit.`,
  }),
  'unknown-port': ({ brick }) => ({
    fr: `${nameOf(brick).fr} : il n’y a pas de port « ${brick.plugged.port} » sur cette base.`,
    en: `${nameOf(brick).en}: this base has no port “${brick.plugged.port}”.`,
  }),
  'port-has-too-few-wires': ({ brick }) => ({
    fr: `${nameOf(brick).fr} a besoin de ${brick.type?.signals.length ?? 2} fils, et le port ${placeOf(brick)} n’en a pas assez.`,
    en: `${nameOf(brick).en} needs ${brick.type?.signals.length ?? 2} wires, and port ${placeOf(brick)} has too few.`,
  }),
  'port-lacks-capability': ({ brick, finding }) => {
    const words = CAPABILITY_WORDS[finding.missing ?? 'digital-out'];
    return {
      fr: `${nameOf(brick).fr} ne marche pas sur le port ${placeOf(brick)} : il ne sait pas ${words.fr}.`,
      en: `${nameOf(brick).en} does not work on port ${placeOf(brick)}: it cannot ${words.en}.`,
    };
  },
  'action-needs-capability': (situation) => {
    const { brick, finding } = situation;
    const words = CAPABILITY_WORDS[finding.missing ?? 'pwm'];
    const action = actionWords(situation);
    return {
      fr: `${nameOf(brick).fr} ne peut pas « ${action.fr} » sur le port ${placeOf(brick)} : il ne sait pas ${words.fr}.`,
      en: `${nameOf(brick).en} cannot do “${action.en}” on port ${placeOf(brick)}: it cannot ${words.en}.`,
    };
  },
  'port-taken': ({ brick, finding }) => ({
    fr: `Le port ${placeOf(brick)} est déjà pris par ${another(brick, finding).fr}.`,
    en: `Port ${placeOf(brick)} is already taken by ${another(brick, finding).en}.`,
  }),
  'pins-shared': ({ brick, finding }) => ({
    fr: `${nameAndPlace(brick).fr} et ${nameAndPlace(finding.other).fr} se partagent un fil.`,
    en: `${nameAndPlace(brick).en} and ${nameAndPlace(finding.other).en} share a wire.`,
  }),
  'address-taken': ({ brick, finding }) => {
    const setting = brick.type?.settings.find(({ id }) => id === 'ADDRESS');
    const same = {
      fr: `${nameAndPlace(brick).fr} et ${nameAndPlace(finding.other).fr} ont la même adresse.`,
      en: `${nameAndPlace(brick).en} and ${nameAndPlace(finding.other).en} have the same address.`,
    };
    if (setting === undefined) {
      return { fr: `${same.fr} Garde une seule des deux.`, en: `${same.en} Keep only one of them.` };
    }
    const range = settingRange(setting);
    return {
      fr: `${same.fr} Donne à chacune la sienne : ${range.fr}.`,
      en: `${same.en} Give each its own: ${range.en}.`,
    };
  },
  'timer-taken': ({ brick, finding }) => ({
    fr: `${nameAndPlace(brick).fr} et ${nameAndPlace(finding.other).fr} ont besoin de la même horloge de la base. Garde une seule des deux.`,
    en: `${nameAndPlace(brick).en} and ${nameAndPlace(finding.other).en} need the same clock of the base. Keep only one of them.`,
  }),
  'pwm-timer-taken': (situation) => {
    const { brick, finding } = situation;
    const action = actionWords(situation);
    return {
      fr: `${nameOf(brick).fr} ne peut pas « ${action.fr} » sur le port ${placeOf(brick)} : ${nameOf(finding.other).fr} se sert de la même horloge.`,
      en: `${nameOf(brick).en} cannot do “${action.en}” on port ${placeOf(brick)}: ${nameOf(finding.other).en} uses the same clock.`,
    };
  },
  'too-many-of-a-kind': ({ brick }) => {
    const most = brick.type?.limit ?? 1;
    return {
      fr: `Un programme peut avoir ${most} ${most === 1 ? 'brique' : 'briques'} ${kindOf(brick).fr} au plus. Enlève ${nameAndPlace(brick).fr}.`,
      en: `A program can have at most ${most} ${most === 1 ? 'brick' : 'bricks'} ${kindOf(brick).en}. Remove ${nameAndPlace(brick).en}.`,
    };
  },
  'unknown-setting': ({ brick, finding }) => ({
    fr: `${nameOf(brick).fr} n’a pas de réglage « ${finding.setting?.id ?? ''} ». Enlève-le.`,
    en: `${nameOf(brick).en} has no setting “${finding.setting?.id ?? ''}”. Remove it.`,
  }),
  'setting-out-of-range': ({ brick, finding }) => {
    const setting = finding.setting?.known;
    if (setting === undefined) return { fr: '', en: '' };
    const range = settingRange(setting);
    return {
      fr: `${nameOf(brick).fr}, réglage « ${setting.name.fr} » : choisis ${range.fr}.`,
      en: `${nameOf(brick).en}, setting “${setting.name.en}”: choose ${range.en}.`,
    };
  },
};

const kindOf = (brick: PlacedBrick): LocalizedText => ({
  fr: `« ${brick.type?.name.fr ?? brick.plugged.type} »`,
  en: `“${brick.type?.name.en ?? brick.plugged.type}”`,
});
