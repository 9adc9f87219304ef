/**
 * What is wrong with how a brick is used, seen at its wires: told to a child in one sentence.
 */
import type { LocalizedText } from '../../../boards/types.ts';

export type BrickProblemKind =
  | 'short'
  | 'does-not-fit'
  | 'servo-pulse'
  | 'relay-chatter'
  | 'screen-too-fast'
  | 'screen-bus'
  | 'display-protocol'
  | 'strip-timing'
  | 'sensor-too-early'
  | 'sensor-start'
  | 'trigger-too-short';

export interface BrickProblem {
  readonly kind: BrickProblemKind;
  /** The brick's id; undefined when it is a wire's. */
  readonly brick: string | undefined;
  /** Of the first time. */
  readonly cycle: number;
  /** How often. */
  readonly count: number;
  /** For a developer. */
  readonly detail: string;
}

const SENTENCES: Readonly<Record<BrickProblemKind, LocalizedText>> = {
  short: {
    fr: 'Deux choses commandent le même fil en sens contraire : sur une vraie carte, cela peut l’abîmer.',
    en: 'Two things drive the same wire against each other: on a real board this can damage it.',
  },
  'does-not-fit': {
    fr: 'Cette brique ne peut pas marcher sur ce port.',
    en: 'This brick cannot work on this port.',
  },
  'servo-pulse': {
    fr: 'Le servomoteur reçoit une commande hors de sa course : il force contre sa butée.',
    en: 'The servo gets a command beyond its range: it strains against its stop.',
  },
  'relay-chatter': {
    fr: 'Le relais change trop vite : un vrai relais s’userait en claquant.',
    en: 'The relay changes too fast: a real one would wear out chattering.',
  },
  'screen-too-fast': {
    fr: 'L’écran reçoit des ordres trop vite et en perd.',
    en: 'The screen gets orders too fast and loses some.',
  },
  'screen-bus': {
    fr: 'L’écran a reçu un message interrompu.',
    en: 'The screen has received a message that was cut off.',
  },
  'display-protocol': {
    fr: 'L’afficheur reçoit des signaux qu’il ne comprend pas.',
    en: 'The display gets signals that it does not understand.',
  },
  'strip-timing': {
    fr: 'Les signaux des LED de couleur ne sont pas à la bonne vitesse : les couleurs peuvent être fausses.',
    en: 'The signals of the colour LEDs are not at the right speed: colours may be wrong.',
  },
  'sensor-too-early': {
    fr: 'Le capteur est interrogé trop vite : il ne répond pas.',
    en: 'The sensor is asked too often: it does not answer.',
  },
  'sensor-start': {
    fr: 'Le signal qui réveille le capteur est trop court.',
    en: 'The signal that wakes the sensor is too short.',
  },
  'trigger-too-short': {
    fr: 'Le signal qui demande une mesure de distance est trop court.',
    en: 'The signal that asks for a distance is too short.',
  },
};

export const problemSentence = (kind: BrickProblemKind): LocalizedText => SENTENCES[kind];
