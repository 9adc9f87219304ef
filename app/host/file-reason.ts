/** Why a file could not be opened, as the end of a sentence. */
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

/** Requires an error of Node's file functions; anything else is our bug and goes on its way. */
export function fileReason(failure: unknown): Message {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (typeof code !== 'string') throw failure;
  return REASONS[code] ?? { fr: `l’ordinateur répond ${code}`, en: `the computer answers ${code}` };
}
