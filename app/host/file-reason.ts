/** Why a file could not be opened or written, as the end of a sentence. */
import type { Message } from '../../compiler/diagnostics/diagnostic.ts';

const REASONS: Readonly<Record<string, Message>> = {
  ENOENT: { fr: 'il n’existe pas', en: 'it does not exist' },
  ENOTDIR: { fr: 'il n’existe pas', en: 'it does not exist' },
  EACCES: { fr: 'tu n’as pas le droit de le lire', en: 'you are not allowed to read it' },
  EPERM: { fr: 'tu n’as pas le droit de le lire', en: 'you are not allowed to read it' },
  ELOOP: { fr: 'ses raccourcis tournent en rond', en: 'its links go round in circles' },
  ENAMETOOLONG: { fr: 'son nom est trop long', en: 'its name is too long' },
  EISDIR: { fr: 'c’est un dossier', en: 'it is a folder' },
  ENOSPC: { fr: 'le disque est plein', en: 'the disk is full' },
  EROFS: { fr: 'on ne peut pas écrire à cet endroit', en: 'this place can’t be written to' },
  ERR_INVALID_ARG_VALUE: { fr: 'son nom n’est pas un nom de fichier', en: 'its name is not a file name' },
};

const WRITING: Readonly<Record<string, Message>> = {
  ENOENT: { fr: 'son dossier n’existe pas', en: 'its folder does not exist' },
  ENOTDIR: { fr: 'son dossier n’existe pas', en: 'its folder does not exist' },
  EEXIST: { fr: 'un fichier porte déjà ce nom', en: 'a file has this name already' },
  EACCES: { fr: 'tu n’as pas le droit d’y écrire', en: 'you are not allowed to write there' },
  EPERM: { fr: 'tu n’as pas le droit d’y écrire', en: 'you are not allowed to write there' },
};

/** Why a file could not be written. Requires what fileReason() does. */
export const writeReason = (failure: unknown): Message =>
  WRITING[(failure as NodeJS.ErrnoException | undefined)?.code ?? ''] ?? fileReason(failure);

/** Requires an error of Node's file functions; anything else is our bug and goes on its way. */
export function fileReason(failure: unknown): Message {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (typeof code !== 'string') throw failure;
  return REASONS[code] ?? { fr: `l’ordinateur répond ${code}`, en: `the computer answers ${code}` };
}
