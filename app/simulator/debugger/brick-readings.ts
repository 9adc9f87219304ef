/**
 * What a brick shows and how it is set, at hover: a value, its unit, and a sentence a child understands.
 *
 * In: a bench. Out: readings of one brick, what it shows first. The words are by the names that the models give their
 * outputs and inputs (docs/simulator.md).
 */
import type { LocalizedText } from '../../../boards/types.ts';
import type { Bench } from '../bricks/bench.ts';
import type { Value } from '../bricks/brick-model.ts';

export interface BrickReading {
  readonly channel: string;
  readonly isInput: boolean;
  readonly value: Value;
  /** Without a translation: °C, cm, %, Hz. */
  readonly unit: string;
  readonly sentence: LocalizedText;
}

interface Words {
  readonly fr: string;
  readonly en: string;
  readonly unit?: string;
  /** For 0 and 1. */
  readonly no?: LocalizedText;
  readonly yes?: LocalizedText;
}

const truth = (noFr: string, yesFr: string, noEn: string, yesEn: string): Words => ({
  fr: yesFr,
  en: yesEn,
  no: { fr: noFr, en: noEn },
  yes: { fr: yesFr, en: yesEn },
});

const WORDS: Readonly<Record<string, Words>> = {
  on: truth('éteint', 'allumé', 'off', 'on'),
  brightness: { fr: 'luminosité', en: 'brightness', unit: '%' },
  colour: { fr: 'couleur', en: 'colour' },
  pixels: { fr: 'couleurs', en: 'colours' },
  lines: { fr: 'affiche', en: 'shows' },
  text: { fr: 'affiche', en: 'shows' },
  segments: { fr: 'segments allumés', en: 'segments lit' },
  drawings: { fr: 'dessins', en: 'drawings' },
  backlight: truth('sans éclairage', 'éclairé', 'light off', 'light on'),
  hz: { fr: 'son', en: 'sound', unit: 'Hz' },
  angle: { fr: 'angle', en: 'angle', unit: '°' },
  target: { fr: 'angle demandé', en: 'angle asked for', unit: '°' },
  held: truth('relâché', 'tenu', 'released', 'held'),
  speed: { fr: 'vitesse', en: 'speed', unit: '%' },
  pressed: truth('pas appuyé', 'appuyé', 'not pressed', 'pressed'),
  touched: truth('pas touché', 'touché', 'not touched', 'touched'),
  moving: truth('rien ne bouge', 'quelque chose bouge', 'nothing moves', 'something moves'),
  dark: truth('surface claire', 'sur la ligne', 'light ground', 'on the line'),
  tilted: truth('droit', 'penché', 'upright', 'tilted'),
  position: { fr: 'position', en: 'position' },
  light: { fr: 'lumière', en: 'light' },
  loudness: { fr: 'volume', en: 'loudness' },
  celsius: { fr: 'température', en: 'temperature', unit: '°C' },
  humidity: { fr: 'humidité', en: 'humidity', unit: '%' },
  cm: { fr: 'distance', en: 'distance', unit: 'cm' },
  x: { fr: 'gauche-droite', en: 'left-right', unit: '%' },
  y: { fr: 'bas-haut', en: 'down-up', unit: '%' },
  key: { fr: 'touche', en: 'key' },
};

export function brickReadings(bench: Bench, id: string): readonly BrickReading[] {
  const model = bench.model(id);
  if (model === undefined) return [];
  const channels = [
    ...model.outputs.map((channel) => ({ channel, isInput: false, value: bench.value(id, channel) })),
    ...Object.keys(model.inputs).map((channel) => ({
      channel,
      isInput: true,
      value: bench.input(id, channel),
    })),
  ];
  return channels.flatMap(({ channel, isInput, value }): BrickReading[] => {
    // How a fault or noise is simulated is no reading.
    const words = WORDS[channel];
    if (words === undefined || value === undefined) return [];
    const unit = words.unit ?? '';
    return [{ channel, isInput, value, unit, sentence: sentenceOf(words, value, unit) }];
  });
}

function sentenceOf({ fr, en, no, yes }: Words, value: Value, unit: string): LocalizedText {
  if (no !== undefined && yes !== undefined) return value === 0 ? no : yes;
  if (fr === 'son' && value === 0) return { fr: 'silence', en: 'silence' };
  const shown =
    typeof value === 'number'
      ? String(Math.round(value * 10) / 10)
      : typeof value === 'string'
        ? value
        : value.map((line) => line.trimEnd()).join(' | ');
  const after = unit === '' ? '' : unit === '°' ? unit : ` ${unit}`;
  return { fr: `${fr} : ${shown}${after}`, en: `${en}: ${shown}${after}` };
}
