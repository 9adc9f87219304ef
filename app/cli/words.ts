/**
 * Everything the command says, in French and English. {words} are filled in by say().
 *
 * Diagnostics have their own catalogue (compiler/diagnostics/catalogue.ts).
 */
import type { Language } from '../../compiler/program/model.ts';

const WORDS = {
  tagline: {
    fr: 'Génie : des blocs à la carte, sans réseau.',
    en: 'Génie: from blocks to the board, offline.',
  },
  usage: { fr: 'Utilisation', en: 'Usage' },
  commands: { fr: 'Commandes', en: 'Commands' },
  options: { fr: 'Options', en: 'Options' },
  moreHelp: {
    fr: '« genie help COMMANDE » explique une commande.',
    en: '“genie help COMMAND” explains a command.',
  },
  exitCodes: {
    fr: 'Codes de retour : 0 fait, 1 le programme est à corriger, 2 commande ou fichier illisible, 3 appareil, 4 notre faute.',
    en: 'Exit codes: 0 done, 1 the program needs mending, 2 usage or unreadable file, 3 device, 4 our bug.',
  },
  // Commands
  newSummary: { fr: 'crée un petit programme qui marche', en: 'makes a small program that works' },
  checkSummary: { fr: 'relit un programme sans le traduire', en: 'checks a program without building it' },
  cppSummary: { fr: 'montre ou écrit le C++ Arduino', en: 'shows or writes the Arduino C++' },
  buildSummary: { fr: 'traduit un programme pour la carte', en: 'builds a program for the board' },
  runSummary: {
    fr: 'fait tourner un programme dans le simulateur',
    en: 'runs a program in the simulator',
  },
  portsSummary: { fr: 'liste les cartes branchées', en: 'lists the boards that are plugged in' },
  flashSummary: { fr: 'envoie un programme sur la carte', en: 'sends a program to the board' },
  readSummary: { fr: 'retrouve les blocs d’une carte', en: 'brings a board’s blocks back' },
  monitorSummary: { fr: 'montre ce que dit la carte', en: 'shows what the board says' },
  stationSummary: {
    fr: 'envoie le programme sur chaque carte qu’on branche',
    en: 'sends the program to every board that is plugged in',
  },
  kitCheckSummary: { fr: 'relit le fichier d’un kit', en: 'checks a kit’s file' },
  boardsSummary: { fr: 'liste les bases', en: 'lists the boards' },
  bricksSummary: { fr: 'liste les briques', en: 'lists the bricks' },
  blocksSummary: { fr: 'liste les blocs', en: 'lists the blocks' },
  doctorSummary: { fr: 'dit ce qui est installé', en: 'says what is installed' },
  helpSummary: { fr: 'explique une commande', en: 'explains a command' },
  // Options
  boardOption: { fr: 'la base (voir « genie boards »)', en: 'the board (see “genie boards”)' },
  kitOption: { fr: 'le fichier d’un kit', en: 'a kit’s file' },
  toolchainOption: { fr: 'le traducteur (voir « genie doctor »)', en: 'the toolchain (see “genie doctor”)' },
  portOption: { fr: 'la prise (voir « genie ports »)', en: 'the port (see “genie ports”)' },
  baudOption: { fr: 'la vitesse, 115200 sinon', en: 'the speed, else 115200' },
  allOption: { fr: 'toutes les cartes branchées', en: 'every board that is plugged in' },
  bareOption: {
    fr: 'sans les blocs : la carte ne s’en souviendra pas',
    en: 'without the blocks: the board won’t remember them',
  },
  logOption: { fr: 'un journal CSV, une ligne par carte', en: 'a CSV log, one line a board' },
  timeOption: { fr: 'montre l’heure de chaque ligne, en secondes', en: 'shows each line’s time, in seconds' },
  outOption: { fr: 'où écrire', en: 'where to write' },
  jsonOption: { fr: 'répond en JSON', en: 'answers in JSON' },
  dumpOption: {
    fr: 'montre une étape : program, typed, cpp, spans, tokens, ast, ir, ir-after:PASS, asm, map',
    en: 'shows a stage: program, typed, cpp, spans, tokens, ast, ir, ir-after:PASS, asm, map',
  },
  forOption: {
    fr: 'combien de millisecondes (5000 sans rien dire)',
    en: 'for how many milliseconds (5000 if not said)',
  },
  scenarioOption: {
    fr: 'le fichier JSON d’un scénario : ce qu’on fait, ce qu’on doit voir',
    en: 'a scenario’s JSON file: what is done, what must be seen',
  },
  traceOption: {
    fr: 'où écrire ce qui s’est passé : .json ou .vcd',
    en: 'where to write what happened: .json or .vcd',
  },
  nameOption: { fr: 'le nom du programme', en: 'the program’s name' },
  langOption: { fr: 'la langue : fr ou en', en: 'the language: fr or en' },
  forceOption: { fr: 'remplace des fichiers qui existent', en: 'replaces files that exist' },
  helpOption: { fr: 'cette aide', en: 'this help' },
  versionOption: { fr: 'le numéro de version', en: 'the version number' },
  // Faults of the command line
  unknownCommand: {
    fr: 'Je ne connais pas la commande « {word} ».',
    en: 'I don’t know the command “{word}”.',
  },
  unknownOption: {
    fr: 'L’option {word} n’existe pas ici.',
    en: 'There is no option {word} here.',
  },
  didYouMean: { fr: 'Tu voulais dire {word} ?', en: 'Did you mean {word}?' },
  needsValue: { fr: 'Il manque une valeur après {word}.', en: 'A value is missing after {word}.' },
  takesNoValue: { fr: '{word} ne prend pas de valeur.', en: '{word} takes no value.' },
  missing: { fr: 'Il manque {word}.', en: '{word} is missing.' },
  tooMany: { fr: '« {word} » est de trop.', en: '“{word}” is one too many.' },
  unknownStage: {
    fr: 'Je ne connais pas l’étape « {word} ». Je connais : {known}.',
    en: 'I don’t know the stage “{word}”. I know: {known}.',
  },
  unknownLanguage: {
    fr: 'Je parle fr ou en, pas « {word} ».',
    en: 'I speak fr or en, not “{word}”.',
  },
  seeHelp: { fr: 'Voir : genie help', en: 'See: genie help' },
  // Answers
  built: { fr: '{out} est prêt, pour {board}.', en: '{out} is ready, for {board}.' },
  memory: {
    fr: 'programme {flash} octets sur {flashMax} ({flashPercent} %), mémoire {ram} sur {ramMax} ({ramPercent} %), {ms} ms avec {toolchain}',
    en: 'program {flash} of {flashMax} bytes ({flashPercent}%), memory {ram} of {ramMax} ({ramPercent}%), {ms} ms with {toolchain}',
  },
  ran: { fr: '{seconds} s simulées sur {board}.', en: '{seconds} s simulated on {board}.' },
  moreChanges: { fr: '… et encore {n} changements', en: '… and {n} more changes' },
  badDuration: {
    fr: '--for attend un nombre de millisecondes, de 1 à {max}.',
    en: '--for takes a number of milliseconds, from 1 to {max}.',
  },
  badTrace: {
    fr: '--trace attend un nom qui finit par .json ou .vcd.',
    en: '--trace takes a name that ends in .json or .vcd.',
  },
  timesSeen: { fr: '{n} fois', en: '{n} times' },
  atTime: { fr: 'à {seconds} s', en: 'at {seconds} s' },
  wasSeen: { fr: 'vu : {value}', en: 'seen: {value}' },
  verdictPass: { fr: 'Le scénario est réussi.', en: 'The scenario is passed.' },
  verdictFail: { fr: 'Le scénario n’est pas réussi.', en: 'The scenario is not passed.' },
  verdictUndecided: {
    fr: 'Le scénario ne tranche pas : un petit décalage change le résultat.',
    en: 'The scenario does not decide: a small shift changes the result.',
  },
  checkedFine: { fr: '{file} : tout va bien.', en: '{file}: all is well.' },
  compilerSays: { fr: 'le compilateur : {words}', en: 'the compiler: {words}' },
  blockIs: { fr: 'bloc « {block} »', en: 'block “{block}”' },
  placeIs: { fr: '{file}, ligne {line}, colonne {column}', en: '{file}, line {line}, column {column}' },
  notWritten: {
    fr: 'Je n’arrive pas à écrire « {file} » : {reason}.',
    en: 'I can’t write “{file}”: {reason}.',
  },
  alreadyThere: {
    fr: '« {file} » existe déjà et n’est pas de moi. Choisis un autre nom, ou ajoute --force.',
    en: '“{file}” exists and is not mine. Choose another name, or add --force.',
  },
  cppWritten: {
    fr: '{folder} est prêt : ouvre {main} avec l’IDE Arduino.',
    en: '{folder} is ready: open {main} with the Arduino IDE.',
  },
  newWritten: {
    fr: '{file} est prêt. Ensuite : genie build {word}',
    en: '{file} is ready. Next: genie build {word}',
  },
  noStage: {
    fr: 'Cette étape n’existe pas pour ce fichier.',
    en: 'This stage does not exist for this file.',
  },
  noObjdump: {
    fr: 'Pour « asm » il faut avr-objdump (paquet binutils-avr).',
    en: '“asm” needs avr-objdump (package binutils-avr).',
  },
  answerUnwritten: {
    fr: 'Je n’arrive pas à écrire la réponse : {reason}.',
    en: 'I can’t write the answer: {reason}.',
  },
  overProgram: {
    fr: 'J’écrirais par-dessus ton programme : donne à -o un nom qui finit par .hex.',
    en: 'That would overwrite your program: give -o a name that ends in .hex.',
  },
  // Boards
  phaseConnect: { fr: 'j’appelle la carte', en: 'calling the board' },
  phaseWrite: { fr: 'j’écris', en: 'writing' },
  phaseVerify: { fr: 'je vérifie', en: 'checking' },
  phaseStart: { fr: 'je démarre', en: 'starting' },
  progress: {
    fr: '  {phase}… {percent} %, encore {seconds} s',
    en: '  {phase}… {percent}%, {seconds} s left',
  },
  flashed: {
    fr: 'Le programme tourne sur {board} ({port}), relu et vérifié, en {seconds} s.',
    en: 'The program runs on {board} ({port}), read back and checked, in {seconds} s.',
  },
  flashedBlocks: {
    fr: 'et {n} pour les blocs, que la carte garde',
    en: 'and {n} for the blocks, which the board keeps',
  },
  noPorts: {
    fr: 'Je ne vois pas de carte. Branche-la avec son câble USB.',
    en: 'I see no board. Plug it in with its USB cable.',
  },
  virtualBoard: {
    fr: 'Base Génie, sans câble (dans cet ordinateur)',
    en: 'Génie base, without a cable (in this computer)',
  },
  portColumn: { fr: 'prise', en: 'port' },
  socketColumn: { fr: 'place', en: 'socket' },
  serialColumn: { fr: 'numéro', en: 'serial' },
  maybeColumn: { fr: 'peut-être', en: 'maybe' },
  readBlocks: { fr: 'Les blocs de la carte sont dans {file}.', en: 'The board’s blocks are in {file}.' },
  unknownBoard: {
    fr: 'Je ne connais pas la base « {word} » (voir « genie boards »).',
    en: 'I don’t know the board “{word}” (see “genie boards”).',
  },
  wrongBaud: {
    fr: 'La vitesse « {word} » n’en est pas une : essaie 9600 ou 115200.',
    en: 'The speed “{word}” isn’t one: try 9600 or 115200.',
  },
  listening: {
    fr: 'J’écoute {port} à {baud} bauds. Ctrl+C arrête.',
    en: 'Listening to {port} at {baud} baud. Ctrl+C stops.',
  },
  monitorUnplugged: {
    fr: 'Le câble s’est débranché. Rebranche-le ; j’attends.',
    en: 'The cable came out. Plug it in; I’m waiting.',
  },
  stationReady: {
    fr: 'Branche les cartes ({board}) l’une après l’autre, ou toutes. Ctrl+C arrête.',
    en: 'Plug the boards in ({board}), one after the other or all together. Ctrl+C stops.',
  },
  // Tables
  boardColumn: { fr: 'base', en: 'board' },
  nameColumn: { fr: 'nom', en: 'name' },
  chipColumn: { fr: 'puce', en: 'chip' },
  spaceColumn: { fr: 'place', en: 'space' },
  portsColumn: { fr: 'ports', en: 'ports' },
  brickColumn: { fr: 'brique', en: 'brick' },
  explanationColumn: { fr: 'ce qu’elle fait', en: 'what it does' },
  blockColumn: { fr: 'bloc', en: 'block' },
  categoryColumn: { fr: 'rayon', en: 'category' },
  textColumn: { fr: 'mots', en: 'words' },
  noPort: { fr: 'aucun', en: 'none' },
  bytes: { fr: '{n} octets', en: '{n} bytes' },
  // Doctor
  doctorNode: { fr: 'Node', en: 'Node' },
  doctorNodeOld: { fr: '{version} : il faut 20.19 ou plus', en: '{version}: 20.19 or later is needed' },
  doctorTemplates: { fr: 'gabarits C++', en: 'C++ templates' },
  doctorTemplatesMissing: {
    fr: 'introuvables : réinstalle Génie',
    en: 'not found: install Génie again',
  },
  doctorTemplatesEmpty: {
    fr: 'dossier vide : réinstalle Génie',
    en: 'folder empty: install Génie again',
  },
  doctorFiles: { fr: '{n} fichiers', en: '{n} files' },
  doctorToolchain: { fr: 'traducteur {id}', en: 'toolchain {id}' },
  doctorCache: { fr: 'cache', en: 'cache' },
  doctorCacheBad: {
    fr: '{folder} : on ne peut pas y écrire, les traductions seront plus lentes',
    en: '{folder}: can’t be written to, builds will be slower',
  },
  doctorKits: { fr: 'dossier des kits', en: 'kit folder' },
  doctorKitsNone: { fr: '{folder} (pas encore créé)', en: '{folder} (not made yet)' },
  doctorKitsCount: { fr: '{folder} : {n}', en: '{folder}: {n}' },
  doctorPorts: { fr: 'carte', en: 'board' },
  doctorHeld: {
    fr: 'un autre programme l’utilise : {programs}. Ferme-le.',
    en: 'another program is using it: {programs}. Close it.',
  },
  doctorPermission: { fr: 'permission', en: 'permission' },
  doctorDriver: { fr: 'pilote', en: 'driver' },
  doctorBusy: { fr: 'prise occupée', en: 'busy port' },
  doctorNoBoard: {
    fr: 'aucune : si elle est branchée, essaie un autre câble (certains ne font que charger)',
    en: 'none: if it is plugged in, try another cable (some only charge)',
  },
  doctorNoBoardWindows: {
    fr: 'aucune : si elle est branchée, essaie un autre câble, puis le pilote CH340 (beaucoup de copies en ont besoin)',
    en: 'none: if it is plugged in, try another cable, then the CH340 driver (many clones need it)',
  },
  doctorNoBoardMac: {
    fr: 'aucune : si elle est branchée, essaie un autre câble, puis permets l’accessoire dans Réglages › Confidentialité et sécurité',
    en: 'none: if it is plugged in, try another cable, then allow the accessory in Settings › Privacy & Security',
  },
  doctorLanguage: { fr: 'langue', en: 'language' },
  doctorFine: {
    fr: 'Tout est prêt pour traduire un programme.',
    en: 'Everything is ready to build a program.',
  },
  doctorNoToolchain: {
    fr: 'Aucun traducteur : « genie cpp » marche, « genie build » non.',
    en: 'No toolchain: “genie cpp” works, “genie build” does not.',
  },
  // Kits
  kitFine: {
    fr: '{file} : le kit « {name} » est bon ({ports} ports, {bricks} briques).',
    en: '{file}: the kit “{name}” is fine ({ports} ports, {bricks} bricks).',
  },
  // Our own bug
  crash: {
    fr: 'Génie a un problème qui n’est pas de ta faute. Envoie ce rapport à l’équipe de Génie : {file}',
    en: 'Génie has a problem that is not your fault. Please send this report to the Génie team: {file}',
  },
  crashUnwritten: {
    fr: 'Génie a un problème qui n’est pas de ta faute : {reason}',
    en: 'Génie has a problem that is not your fault: {reason}',
  },
} as const satisfies Record<string, { readonly fr: string; readonly en: string }>;

export type WordKey = keyof typeof WORDS;

export function say(
  key: WordKey,
  language: Language,
  words: Readonly<Record<string, string | number>> = {},
): string {
  return WORDS[key][language].replace(/\{(\w+)\}/g, (hole, name: string) =>
    Object.hasOwn(words, name) ? String(words[name]) : hole,
  );
}
