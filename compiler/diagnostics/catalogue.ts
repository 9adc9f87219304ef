/**
 * Every sentence the compiler says to its users, by code.
 *
 * Words follow the design's rules: short, kind, concrete, « tu », what happens and what to do;
 * never "error" or blame. {words} are filled in by diagnostic.ts.
 */
import { error, warning, type Entry } from './catalogue-entry.ts';
import { CPP_MEANING } from './catalogue-cpp-meaning.ts';
import { CPP_SYNTAX } from './catalogue-cpp-syntax.ts';
import { FIRMWARE } from './catalogue-firmware.ts';

export const CATALOGUE = {
  // The file and the workspace
  'file-unreadable': error(
    'Je n’arrive pas à ouvrir « {file} » : {reason}.',
    'I can’t open “{file}”: {reason}.',
  ),
  'sketch-without-ino': error(
    'Le dossier « {file} » n’a pas de programme principal : il y faut un fichier .ino du même nom.',
    'The folder “{file}” has no main program: it needs an .ino file of the same name.',
  ),
  'file-not-json': error(
    'Ce fichier est abîmé : je n’arrive pas à le lire ({reason}). Essaie une copie plus ancienne.',
    'This file is damaged: I can’t read it ({reason}). Try an older copy.',
  ),
  'file-not-genie': error('Ce fichier n’est pas un programme Génie.', 'This file is not a Génie program.'),
  'file-newer': error(
    'Ce programme vient d’une version plus récente de Génie (format {version}). Mets Génie à jour pour l’ouvrir.',
    'This program comes from a newer Génie (format {version}). Update Génie to open it.',
  ),
  'file-field': error(
    'Dans le fichier, « {path} » n’est pas comme il faut : {problem}.',
    'In the file, “{path}” is not right: {problem}.',
  ),
  'workspace-too-big': error(
    'Ce programme est trop grand : {count} {what}, et {limit} au plus. Coupe-le en plusieurs programmes.',
    'This program is too big: {count} {what}, and {limit} at most. Split it into several programs.',
  ),
  'workspace-damaged': error(
    'Un morceau du programme est abîmé ({path}) : je ne peux pas le lire.',
    'A piece of the program is damaged ({path}): I can’t read it.',
  ),
  'block-unknown': error(
    'Je ne connais pas le bloc « {type} ». Enlève-le, ou mets Génie à jour.',
    'I don’t know the block “{type}”. Remove it, or update Génie.',
  ),
  'block-misplaced': error(
    'Le bloc « {block} » ne va pas à cet endroit. Déplace-le.',
    'The block “{block}” does not go here. Move it.',
  ),
  'block-field': error(
    'Dans le bloc « {block} », choisis une autre valeur pour « {field} ».',
    'In the block “{block}”, choose another value for “{field}”.',
  ),
  'block-loose': warning(
    'Le bloc « {block} » n’est accroché à aucun départ : il ne fera rien.',
    'The block “{block}” hangs on no start block: it will do nothing.',
  ),
  // The program
  'no-script': warning(
    'Ton programme ne fait rien encore. Pose un bloc « quand la base démarre ».',
    'Your program does nothing yet. Place a “when the base starts” block.',
  ),
  'socket-empty': error(
    'Il manque quelque chose : le bloc « {block} » attend {expected}. Pose un bloc dans le trou.',
    'Something is missing: the block “{block}” needs {expected}. Put a block in the hole.',
  ),
  'break-outside-loop': error(
    'Ce bloc sert à l’intérieur d’une boucle. Mets-le dans un « répéter ».',
    'This block works inside a loop. Put it in a “repeat”.',
  ),
  'return-outside-own-block': error(
    'Le bloc « renvoyer » sert dans la définition d’un de tes blocs. Déplace-le.',
    'The block “return” works inside the definition of one of your blocks. Move it.',
  ),
  unreachable: warning(
    'Ce bloc ne sera jamais atteint : le bloc au-dessus ne s’arrête pas.',
    'This block will never be reached: the block above it never ends.',
  ),
  'brick-missing': error(
    'Ce bloc parle à une brique qui n’est pas posée sur la base ({brick}). Pose-la, ou change le bloc.',
    'This block talks to a brick that is not plugged in ({brick}). Plug it in, or change the block.',
  ),
  'brick-wrong-kind': error(
    'Ce bloc ne va pas avec la brique « {brick} ». Choisis une autre brique dans le bloc.',
    'This block does not go with the brick “{brick}”. Choose another brick in the block.',
  ),
  'brick-placement': error('{fr}', '{en}'),
  'variable-unknown': error(
    'La variable de ce bloc n’existe plus. Choisis-en une autre dans le bloc.',
    'The variable of this block is gone. Choose another one in the block.',
  ),
  'list-unknown': error(
    'La liste de ce bloc n’existe plus. Choisis-en une autre dans le bloc.',
    'The list of this block is gone. Choose another one in the block.',
  ),
  'message-unknown': error(
    'Le message de ce bloc n’existe plus. Choisis-en un autre dans le bloc.',
    'The message of this block is gone. Choose another one in the block.',
  ),
  'message-unheard': warning(
    'Personne n’écoute le message « {message} ». Ajoute un bloc « quand je reçois ».',
    'Nobody listens to the message “{message}”. Add a “when I receive” block.',
  ),
  'messages-wait-in-circle': warning(
    'Ces scripts s’attendent l’un l’autre avec « envoyer et attendre » : ils peuvent rester bloqués.',
    'These scripts wait for each other with “broadcast and wait”: they may get stuck.',
  ),
  'own-block-unknown': error(
    'Ce bloc n’a plus de définition. Définis-le à nouveau, ou enlève-le.',
    'This block has no definition any more. Define it again, or remove it.',
  ),
  'own-block-defined-twice': error(
    'Ton bloc « {name} » a deux définitions. Garde celle que tu veux et enlève l’autre.',
    'Your block “{name}” has two definitions. Keep the one you want and remove the other.',
  ),
  'own-block-recursion': error(
    'Le bloc « {name} » s’appelle lui-même : la base n’a pas assez de mémoire pour ça. Utilise une boucle.',
    'The block “{name}” calls itself: the base has too little memory for that. Use a loop.',
  ),
  'text-for-number': error(
    'Ici il faut un nombre, pas un texte. Utilise le bloc « nombre de ».',
    'A number is needed here, not a text. Use the block “number of”.',
  ),
  'text-for-truth': error(
    'Ici il faut « vrai » ou « faux », pas un texte. Compare le texte avec « = ».',
    '“true” or “false” is needed here, not a text. Compare the text with “=”.',
  ),
  'compare-text-with-number': error(
    'Un texte et un nombre ne se comparent pas. Utilise « nombre de » sur le texte.',
    'A text and a number can’t be compared. Use “number of” on the text.',
  ),
  'choose-mixed': error(
    'Les deux réponses de ce bloc doivent être du même genre : deux nombres, ou deux textes.',
    'Both answers of this block must be of one kind: two numbers, or two texts.',
  ),
  'parameter-mixed': error(
    'L’entrée « {name} » reçoit tantôt {has}, tantôt {gets}. Donne-lui toujours le même genre de valeur.',
    'The input “{name}” gets {has} at times and {gets} at others. Always give it the same kind of value.',
  ),
  'result-mixed': error(
    'Le bloc « {name} » renvoie tantôt {has}, tantôt {gets}. Renvoie toujours le même genre de valeur.',
    'The block “{name}” returns {has} at times and {gets} at others. Always return the same kind of value.',
  ),
  'event-waits': error(
    'Un départ ne peut pas attendre : ici, utilise un bloc à toi qui n’attend pas.',
    'A start block can’t wait: use an own block that does not wait here.',
  ),
  'variable-mixed': error(
    'La variable « {name} » contient déjà {has}. Range {gets} dans une autre variable.',
    'The variable “{name}” already holds {has}. Keep {gets} in another variable.',
  ),
  'list-mixed': error(
    'La liste « {name} » contient déjà {has}. Range {gets} dans une autre liste.',
    'The list “{name}” already holds {has}. Keep {gets} in another list.',
  ),
  'list-of-texts-has-no-sum': error(
    'La liste « {name} » contient des textes : je ne peux pas calculer avec.',
    'The list “{name}” holds texts: I can’t calculate with it.',
  ),
  'remember-text': error(
    'La base se souvient seulement de nombres et de vrai/faux. Garde un nombre.',
    'The base can only remember numbers and true/false. Keep a number.',
  ),
  'remember-too-many': error(
    'La base se souvient d’au plus {limit} valeurs ; le programme en garde {count}.',
    'The base remembers at most {limit} values; the program keeps {count}.',
  ),
  'remember-names-alike': error(
    'La base confond les noms « {name} » et « {other} » quand elle se souvient. Change un des deux noms.',
    'The base mixes up the names “{name}” and “{other}” when it remembers. Change one of the two names.',
  ),
  'nested-too-deep': error(
    'Ces blocs sont emboîtés trop profond ({depth}, au plus {limit}). Fais-en un bloc à toi.',
    'These blocks are nested too deep ({depth}, at most {limit}). Make an own block of them.',
  ),
  // Kits and boards
  'board-unknown': error(
    'Je ne connais pas la base « {board} ». Je connais : {known}.',
    'I don’t know the board “{board}”. I know: {known}.',
  ),
  'kit-problem': error('{fr}', '{en}'),
  // Scenarios of the simulator
  'scenario-not-json': error(
    'Ce scénario n’est pas du JSON : {reason}.',
    'This scenario is not JSON: {reason}.',
  ),
  'scenario-problem': error('{fr}', '{en}'),
  // Toolchains
  'toolchain-unknown': error(
    'Je ne connais pas le traducteur « {toolchain} ». Je connais : {known}.',
    'I don’t know the toolchain “{toolchain}”. I know: {known}.',
  ),
  'toolchain-missing': error(
    'Le traducteur « {toolchain} » n’est pas sur cet ordinateur. {hint}',
    'The toolchain “{toolchain}” is not on this computer. {hint}',
  ),
  'toolchain-failed': error(
    'Le traducteur « {toolchain} » n’a pas pu finir : {reason}.',
    'The toolchain “{toolchain}” could not finish: {reason}.',
  ),
  'cpp-error': error(
    'Je ne comprends pas la ligne {line} : {reason}',
    'I don’t understand line {line}: {reason}',
  ),
  'cpp-link': error(
    'Je n’arrive pas à assembler le programme : {reason}',
    'I can’t put the program together: {reason}',
  ),
  'flash-full': error(
    'Programme trop gros : il prend {percent} % de la place. Enlève des textes longs ou des blocs inutilisés.',
    'Program too big: it takes {percent}% of the space. Remove long texts or unused blocks.',
  ),
  'ram-full': error(
    'Trop de mémoire utilisée : {used} octets sur {max}. Raccourcis des listes ou enlève des textes.',
    'Too much memory used: {used} of {max} bytes. Shorten lists or remove texts.',
  ),
  'ram-nearly-full': warning(
    'La mémoire est presque pleine : {used} octets sur {max}. Le programme pourrait s’arrêter tout seul.',
    'Memory is nearly full: {used} of {max} bytes. The program might stop by itself.',
  ),

  ...CPP_SYNTAX,
  ...CPP_MEANING,
  ...FIRMWARE,
} as const satisfies Record<string, Entry>;

export type DiagnosticCode = keyof typeof CATALOGUE;
