/** What `npm start` says, in French and English. */
export const START_WORDS = {
  title: { fr: 'Génie, en une page', en: 'Génie, on one page' },
  program: { fr: '1. Le programme', en: '1. The program' },
  programIs: {
    fr: '« {name} », pour {board}. Scripts : {scripts}. Briques : {bricks}.',
    en: '“{name}”, for {board}. Scripts: {scripts}. Bricks: {bricks}.',
  },
  brickIs: { fr: '{brick} sur le port {port}', en: '{brick} on port {port}' },
  cpp: { fr: '2. Le C++ qu’il devient', en: '2. The C++ it becomes' },
  cppMore: { fr: '… {n} lignes de plus : {command}', en: '… {n} more lines: {command}' },
  firmware: { fr: '3. Le code pour la carte', en: '3. The code for the board' },
  firmwareIs: {
    fr: '{flash} octets sur {flashMax} de programme, {ram} sur {ramMax} de mémoire, en {ms} ms avec {toolchain}.',
    en: '{flash} of {flashMax} bytes of program, {ram} of {ramMax} of memory, in {ms} ms with {toolchain}.',
  },
  noToolchain: {
    fr: 'Aucun traducteur sur cet ordinateur : le C++ ci-dessus s’ouvre avec l’IDE Arduino.',
    en: 'No toolchain on this computer: the C++ above opens with the Arduino IDE.',
  },
  send: { fr: '4. Sur une carte sans câble', en: '4. On a board without a cable' },
  sendIs: {
    fr: 'Envoyé, relu et vérifié : {bytes} octets en {seconds} s. Il tourne : en {run} s, ses briques ont changé {changes} fois.',
    en: 'Sent, read back and checked: {bytes} bytes in {seconds} s. It runs: in {run} s its bricks changed {changes} times.',
  },
  observe: { fr: '5. Ce qu’on doit voir', en: '5. What to observe' },
  observeBlink: {
    fr: 'La LED change d’état toutes les demi-secondes.',
    en: 'The LED changes every half second.',
  },
  next: { fr: 'Ensuite', en: 'Next' },
  nextBuild: { fr: 'traduit cet exemple', en: 'builds this example' },
  nextSend: { fr: 'l’envoie à la carte sans câble', en: 'sends it to the board without a cable' },
  nextNew: { fr: 'commence un programme', en: 'begins a program' },
  nextHelp: { fr: 'montre toutes les commandes', en: 'shows every command' },
  notFine: {
    fr: 'Cet exemple n’est pas encore prêt :',
    en: 'This example is not ready yet:',
  },
} as const satisfies Record<string, { readonly fr: string; readonly en: string }>;

export type StartWord = keyof typeof START_WORDS;
