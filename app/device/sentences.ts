/**
 * What is said about devices, in French and English: one sentence that says what to do.
 *
 * Words follow the design's rules: short, kind, concrete, « tu »; never "error" or blame. {words} are filled
 * from the fault's details; `board` and `found` are boards' ids and become their names.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import type { LocalizedText } from '../../boards/types.ts';
import type { DeviceCode, Details } from './device-error.ts';
import type { NoticeCode } from './upload-event.ts';

const text = (fr: string, en: string): LocalizedText => ({ fr, en });

export const FAULT_SENTENCES: Readonly<Record<DeviceCode, LocalizedText>> = {
  'no-answer': text(
    'Ta carte ne répond pas. Débranche-la, rebranche-la, puis recommence.',
    'Your board isn’t answering. Unplug it, plug it in again, then try once more.',
  ),
  'wrong-board': text(
    'Cette carte est : {found}, et non : {board}. Choisis-la et renvoie ; rien n’a été écrit.',
    'This board is the {found}, not the {board}. Choose it and send again; nothing was written.',
  ),
  'port-busy': text(
    'Un autre programme utilise la carte. Ferme-le, puis recommence.',
    'Another program is using the board. Close it, then try again.',
  ),
  'no-permission': text(
    'Cet ordinateur a besoin d’une permission (demande à un adulte) : {command}',
    'This computer needs one permission (ask an adult): {command}',
  ),
  unplugged: text(
    'Le câble s’est débranché. Rebranche-le et renvoie ton programme.',
    'The cable came out. Plug it in and send your program again.',
  ),
  'not-kept': text(
    'La carte n’a pas gardé le programme. Essaie un autre câble, ou une autre carte.',
    'The board didn’t keep the program. Try another cable, or another board.',
  ),
  'not-a-board': text(
    'Ce n’est pas une carte. Choisis une autre prise.',
    'That isn’t a board. Choose another port.',
  ),
  'no-board': text(
    'Je ne vois pas de carte. Branche-la avec son câble USB.',
    'I see no board. Plug it in with its USB cable.',
  ),
  'no-port': text(
    'Il n’y a pas de prise « {port} ». Je vois : {ports}.',
    'There is no port “{port}”. I see: {ports}.',
  ),
  'several-boards': text(
    'Je vois plusieurs cartes : {ports}. Dis-moi laquelle.',
    'I see several boards: {ports}. Tell me which one.',
  ),
  'press-reset': text(
    'Appuie sur le bouton « reset » de la carte, puis recommence.',
    'Press the board’s reset button, then try again.',
  ),
  'too-big': text(
    'Ce programme est trop grand pour la carte : {bytes} octets, et {max} au plus.',
    'This program is too big for the board: {bytes} bytes, and {max} at most.',
  ),
  garbled: text(
    'Je comprends mal la carte. Essaie un câble plus court, ou une autre prise USB.',
    'I can’t make out what the board says. Try a shorter cable, or another USB socket.',
  ),
  cancelled: text(
    'Envoi arrêté. La carte attend : renvoie un programme quand tu veux.',
    'Sending was stopped. The board is waiting: send a program whenever you like.',
  ),
  'nothing-stored': text('Il n’y a pas de blocs sur cette carte.', 'There are no blocks on this board.'),
  'stored-damaged': text(
    'Il y a des blocs sur cette carte, mais ils sont abîmés.',
    'There are blocks on this board, but they are damaged.',
  ),
  'stored-newer': text(
    'Les blocs de cette carte viennent d’un Génie plus récent. Mets Génie à jour pour les lire.',
    'The blocks on this board come from a newer Génie. Update Génie to read them.',
  ),
  'port-failed': text(
    'La prise USB ne répond plus. Débranche la carte, rebranche-la, puis recommence.',
    'The USB port stopped working. Unplug the board, plug it in again, then try once more.',
  ),
};

export const NOTICE_SENTENCES: Readonly<Record<NoticeCode, LocalizedText>> = {
  'trying-another-way': text(
    'Ta carte ne répond pas. J’essaie autrement…',
    'Your board isn’t answering. Trying another way…',
  ),
  'waiting-for-port': text(
    'Un autre programme utilise la carte. Ferme-le ; j’attends.',
    'Another program is using the board. Close it; I’ll wait.',
  ),
  'waiting-for-cable': text(
    'Le câble s’est débranché. Rebranche-le ; je finirai.',
    'The cable came out. Plug it in; I’ll finish.',
  ),
  'waiting-for-reset': text(
    'Appuie maintenant sur le bouton « reset » de la carte.',
    'Press the board’s reset button now.',
  ),
  'free-pins': text(
    'Y a-t-il quelque chose sur les broches 0 et 1 ? Débranche-le.',
    'Is something on pins 0 and 1? Unplug it.',
  ),
  'writing-again': text(
    'La carte n’a pas tout gardé. Je réécris ce qui manque.',
    'The board didn’t keep everything. Writing what is missing again.',
  ),
  'only-changes': text('Je n’envoie que ce qui a changé.', 'Sending only what has changed.'),
};

export const MONITOR_SENTENCES = {
  restarts: text('Ouvrir le moniteur redémarre ton programme.', 'Opening the monitor restarts your program.'),
  newestOnly: text('Je montre les lignes les plus récentes.', 'Showing the newest lines.'),
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** The sentence with its holes filled. */
export function fillSentence(
  sentence: LocalizedText,
  language: keyof LocalizedText,
  details: Details = {},
): string {
  return sentence[language].replace(/\{(\w+)\}/g, (_, hole: string) => {
    const value = details[hole];
    const board = BOARDS.find(({ id }) => id === value);
    return board === undefined ? String(value ?? '?') : board.name[language];
  });
}
