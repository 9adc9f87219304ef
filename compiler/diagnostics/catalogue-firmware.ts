/** What the back end and the linker say: what is missing, what is too big. See catalogue.ts for the rules. */
import { error, type Entry } from './catalogue-entry.ts';

export const FIRMWARE = {
  'function-without-body': error(
    '« {name} » est utilisée dans « {user} », mais personne ne dit ce qu’elle fait. Écris-la, ou enlève l’appel.',
    '“{name}” is used in “{user}”, but nobody says what it does. Write it, or remove the call.',
  ),
  'sketch-function-missing': error(
    'Il manque « void {name}() { } ». Tout programme a un setup et un loop, même vides.',
    '“void {name}() { }” is missing. Every program has a setup and a loop, even empty ones.',
  ),
  'sketch-function-misspelled': error(
    'Cette fonction doit s’appeler « {name} », écrit exactement ainsi, et non « {near} ».',
    'This function must be called “{name}”, written exactly so, and not “{near}”.',
  ),
  'variable-without-place': error(
    '« {name} » est utilisée dans « {user} », mais elle est seulement annoncée avec extern. Crée-la quelque part.',
    '“{name}” is used in “{user}”, but it is only announced with extern. Create it somewhere.',
  ),
  'progmem-not-constant': error(
    '« {name} » va dans la mémoire du programme (PROGMEM) : sa valeur doit être connue d’avance, pas calculée par le programme.',
    '“{name}” goes into the program’s memory (PROGMEM): its value must be known beforehand, not worked out by the program.',
  ),
  'program-without-main': error(
    'Ton programme n’a pas de départ : écris setup() et loop().',
    'Your program has no start: write setup() and loop().',
  ),
  'constants-full': error(
    'Les textes et tableaux constants prennent {used} octets, et {max} au plus. Raccourcis-les.',
    'Constant texts and arrays take {used} bytes, and {max} at most. Shorten them.',
  ),
  'interrupt-unknown': error(
    '« {name} » n’est pas une interruption de cette puce. Vérifie son nom dans ISR(…).',
    '“{name}” is not an interrupt of this chip. Check its name in ISR(…).',
  ),
  'naked-with-variables': error(
    '« {name} » est « naked » : rien ne lui fait de place pour ses variables. Enlève naked, ou mets-les en dehors de la fonction.',
    '“{name}” is “naked”: nothing makes room for its variables. Remove naked, or put them outside of the function.',
  ),
  'delay-not-constant': error(
    'Une pause exacte (_delay_us, _delay_ms) veut un nombre écrit dans le programme. Pour une variable, prends delay() ou delayMicroseconds().',
    'An exact pause (_delay_us, _delay_ms) wants a number written in the program. For a variable, take delay() or delayMicroseconds().',
  ),
} as const satisfies Record<string, Entry>;
