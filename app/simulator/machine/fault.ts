/**
 * What a program did that no program should: found by the machine, told to a child in one sentence.
 *
 * Addresses are bytes. The machine stops at 'unknown-opcode' and 'wild-jump', where a real chip would run
 * whatever lies there; it goes on after the others, as a real chip does.
 */
import type { LocalizedText } from '../../../boards/types.ts';

export type FaultKind =
  /** The stack grew into the variables. */
  | 'stack-overflow'
  /** A read or write behind the end of the memory. */
  | 'outside-memory'
  /** The program ran into flash that was never written. */
  | 'wild-jump'
  /** A word of the program that is no instruction of this chip. */
  | 'unknown-opcode'
  /** The program began again without a reset. */
  | 'restart';

export interface Fault {
  readonly kind: FaultKind;
  readonly cycle: number;
  /** Where the program was. */
  readonly pc: number;
  /** Data address of 'stack-overflow' and 'outside-memory'; the word of 'unknown-opcode'. */
  readonly address: number;
}

const SENTENCES: Readonly<Record<FaultKind, LocalizedText>> = {
  'stack-overflow': {
    fr: 'La mémoire est pleine : la pile a écrasé des variables. Utilise des listes plus courtes, ou moins de blocs « mes blocs » imbriqués.',
    en: 'The memory is full: the stack has overwritten variables. Use shorter lists, or fewer blocks of your own inside each other.',
  },
  'outside-memory': {
    fr: 'Le programme a voulu lire ou écrire hors de la mémoire.',
    en: 'The program tried to read or write outside the memory.',
  },
  'wild-jump': {
    fr: 'Le programme s’est perdu : il a sauté là où il n’y a plus de programme.',
    en: 'The program got lost: it jumped to a place where there is no program.',
  },
  'unknown-opcode': {
    fr: 'Le programme s’est perdu : il est arrivé sur quelque chose qui n’est pas une instruction.',
    en: 'The program got lost: it came to something that is not an instruction.',
  },
  restart: {
    fr: 'Le programme est reparti du début tout seul.',
    en: 'The program started again by itself.',
  },
};

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

export const faultSentence = (kind: FaultKind): LocalizedText => SENTENCES[kind];

/** For a developer: the kind with its addresses. */
export function faultDetail({ kind, pc, address, cycle }: Fault): string {
  const about = kind === 'wild-jump' || kind === 'restart' ? '' : ` (${hex(address)})`;
  return `${kind}${about} at ${hex(pc)}, cycle ${cycle}`;
}
