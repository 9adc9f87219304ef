/** What the preprocessor and the parser say of C++ text. See catalogue.ts for the rules. */
import { error, warning, type Entry } from './catalogue-entry.ts';

export const CPP_SYNTAX = {
  // Brackets and signs
  'cpp-missing-semicolon': error(
    'Il manque un « ; » à la fin de la ligne {line}.',
    'A “;” is missing at the end of line {line}.',
  ),
  'cpp-missing-close': error(
    'Il manque un « {close} » pour fermer le « {open} » de la ligne {line}.',
    'A “{close}” is missing to close the “{open}” of line {line}.',
  ),
  'cpp-missing-brace': error(
    'Il manque un « } » pour fermer le « { » de la ligne {line}.',
    'A “}” is missing to close the “{” of line {line}.',
  ),
  'cpp-missing-close-brace': error(
    'Il manque un « } » après la ligne {line}.',
    'A “}” is missing after line {line}.',
  ),
  'cpp-missing-open-brace': error(
    'Il manque un « { » à la fin de la ligne {line}.',
    'A “{” is missing at the end of line {line}.',
  ),
  'cpp-brace-never-closed': error(
    'Ce « { » n’est jamais fermé : enlève-le, ou ajoute un « } ».',
    'This “{” is never closed: remove it, or add a “}”.',
  ),
  'cpp-comment-swallows': error(
    'Ce commentaire s’étend jusqu’à la ligne {line} et avale ce qu’il y a entre les deux : il manque « */ ».',
    'This comment goes on until line {line} and swallows what is between: “*/” is missing.',
  ),
  'cpp-hash-not-first': error(
    'Mets « #{name} » au début d’une ligne, tout seul.',
    'Put “#{name}” at the beginning of a line of its own.',
  ),
  'cpp-missing-hash': error('Il manque un « # » devant « {name} ».', 'A “#” is missing before “{name}”.'),
  'cpp-brace-too-many': error(
    'Ce « } » ne ferme rien : enlève-le, ou ajoute le « { » qui manque plus haut.',
    'This “}” closes nothing: remove it, or add the “{” that is missing above.',
  ),
  'cpp-lookalike': error(
    'Le signe « {character} » n’est pas « {plain} » : efface-le et tape « {plain} » au clavier.',
    'The sign “{character}” is not “{plain}”: delete it and type “{plain}” on the keyboard.',
  ),
  'cpp-odd-space': error(
    'Cette espace vient d’une page web ou d’un traitement de texte : remplace-la par une espace du clavier.',
    'This space comes from a web page or a word processor: replace it with a space of the keyboard.',
  ),
  'cpp-operator-order': error(
    'Écris « {right} » à la place de « {wrong} ».',
    'Write “{right}” in place of “{wrong}”.',
  ),
  'cpp-else-if': error(
    'Pour une autre condition, écris « else if (…) », en deux mots.',
    'For another condition, write “else if (…)”, in two words.',
  ),
  'cpp-function-ends': error(
    'Enlève le « ; » avant ce « { » : il termine la fonction « {name} » avant son contenu.',
    'Remove the “;” before this “{”: it ends the function “{name}” before its content.',
  ),
  'cpp-condition-assigns': warning(
    'Ce « = » change la variable. Pour comparer, écris « == ».',
    'This “=” changes the variable. To compare, write “==”.',
  ),
  'cpp-compare-unused': warning(
    'Cette comparaison ne sert à rien. Pour changer la variable, écris « = ».',
    'This comparison does nothing. To change the variable, write “=”.',
  ),
  'cpp-body-empty': warning(
    'Ce « ; » termine le « {word} » : ce qui suit n’en fait pas partie. Enlève-le.',
    'This “;” ends the “{word}”: what follows is not part of it. Remove it.',
  ),
  'cpp-char-several': warning(
    'Les guillemets simples ne contiennent qu’un caractère. Pour un texte, écris {text}.',
    'Single quotes hold only one character. For a text, write {text}.',
  ),
  'cpp-define-sign': warning(
    'Enlève le « {sign} » de ce #define : il est recopié partout où tu écris « {name} ».',
    'Remove the “{sign}” from this #define: it is copied wherever you write “{name}”.',
  ),
  'cpp-missing-token': error(
    'Il manque un « {token} » avant « {found} ».',
    'A “{token}” is missing before “{found}”.',
  ),
  'cpp-missing-behind': error(
    'Il manque un « {token} » après « {found} ».',
    'A “{token}” is missing after “{found}”.',
  ),
  'cpp-incomplete': error('Il manque la suite après « {found} ».', 'Something is missing after “{found}”.'),
  'cpp-expected-expression': error(
    'Il manque une valeur avant « {found} », ou « {found} » est de trop.',
    'A value is missing before “{found}”, or “{found}” is one too many.',
  ),
  'cpp-expected-name': error(
    'Il faut un nom à la place de « {found} ».',
    'A name is needed in place of “{found}”.',
  ),
  'cpp-expected-type': error(
    'Il faut un type, comme int ou bool, à la place de « {found} ».',
    'A type, such as int or bool, is needed in place of “{found}”.',
  ),
  'cpp-expected-declaration': error(
    'Je ne comprends pas « {found} » à cet endroit : en dehors des fonctions, il faut une variable ou une fonction.',
    'I don’t understand “{found}” here: outside functions there must be a variable or a function.',
  ),
  'cpp-statement-outside': error(
    'L’instruction « {name} » est en dehors des fonctions : mets-la dans setup() ou loop(). Y a-t-il un « } » de trop au-dessus ?',
    'The statement “{name}” is outside all functions: put it into setup() or loop(). Is there one “}” too many above?',
  ),
  'cpp-function-without-type': error(
    'Écris ce que renvoie la fonction « {name} » devant son nom, par exemple void.',
    'Write what the function “{name}” returns before its name, for example void.',
  ),
  'cpp-function-inside': error(
    'La fonction « {name} » commence au milieu d’une autre : il manque un « } » au-dessus.',
    'The function “{name}” begins in the middle of another one: a “}” is missing above.',
  ),
  'cpp-else-alone': error(
    'Ce « else » n’a pas de « if » : vérifie les accolades et les « ; » juste au-dessus.',
    'This “else” has no “if”: check the braces and the “;” right above.',
  ),
  'cpp-type-alone': error(
    'Après « {type} », il manque un nom ou une valeur entre parenthèses.',
    'After “{type}”, a name or a value in parentheses is missing.',
  ),
  'cpp-type-for-object': error(
    '« {type} » est un genre d’objets, pas un objet : devant le point, écris le nom que tu as donné au tien.',
    '“{type}” is a kind of objects, not an object: before the point, write the name you gave to yours.',
  ),
  'cpp-variable-without-type': error(
    'Pour créer la variable « {name} », écris son type devant : « {type} {name} = … ; ». Pour la changer, fais-le dans setup() ou loop().',
    'To create the variable “{name}”, write its type before it: “{type} {name} = … ;”. To change it, do so in setup() or loop().',
  ),
  'cpp-decimal-comma': error(
    'Dans un programme, les nombres à virgule s’écrivent avec un point : « {right} » au lieu de « {wrong} ».',
    'In a program, numbers are written with a point: “{right}” in place of “{wrong}”.',
  ),
  'cpp-for-parts': error(
    'Sépare les trois parties de ce « for » par des « ; » : for (départ ; condition ; pas).',
    'Separate the three parts of this “for” with “;”: for (start; condition; step).',
  ),
  'cpp-type-words': error(
    'Les mots « {words} » ne font pas un type ensemble.',
    'The words “{words}” do not make a type together.',
  ),
  'cpp-nested-too-deep': error(
    'C’est emboîté trop profond (plus de {limit} niveaux). Coupe cette partie en plusieurs fonctions.',
    'This is nested too deep (more than {limit} levels). Split this part into several functions.',
  ),
  'cpp-unsupported': error(
    'Je ne sais pas traduire « {construct} ». Enlève-le, ou choisis le traducteur avr-gcc ou arduino-cli.',
    'I can’t translate “{construct}”. Remove it, or choose the toolchain avr-gcc or arduino-cli.',
  ),
  // Characters, numbers, texts
  'cpp-stray-character': error(
    'Le caractère « {character} » n’a rien à faire ici : efface-le.',
    'The character “{character}” has no place here: delete it.',
  ),
  'cpp-curly-quote': error(
    'Le guillemet « {character} » vient d’un traitement de texte : tape un guillemet droit du clavier.',
    'The quote “{character}” comes from a word processor: type a straight quote of the keyboard.',
  ),
  'cpp-string-unclosed': error(
    'Ce texte n’a pas de guillemet de fin sur sa ligne.',
    'This text has no closing quote on its line.',
  ),
  'cpp-char-unclosed': error(
    'Ce caractère n’a pas d’apostrophe de fin sur sa ligne.',
    'This character has no closing apostrophe on its line.',
  ),
  'cpp-char-empty': error(
    'Il n’y a aucun caractère entre ces apostrophes.',
    'There is no character between these apostrophes.',
  ),
  'cpp-comment-unclosed': error(
    'Ce commentaire n’a pas de fin : il manque « */ ».',
    'This comment has no end: “*/” is missing.',
  ),
  'cpp-number-unclear': error(
    'Je ne comprends pas le nombre « {number} ».',
    'I don’t understand the number “{number}”.',
  ),
  'cpp-number-too-big': error('Le nombre « {number} » est trop grand.', 'The number “{number}” is too big.'),
  'cpp-file-too-long': error(
    'Le fichier « {file} » est trop long. Coupe-le en plusieurs fichiers.',
    'The file “{file}” is too long. Split it into several files.',
  ),
  'cpp-unit-too-long': error(
    'Ce programme est trop long avec tout ce qu’il inclut.',
    'This program is too long with all it includes.',
  ),
  // Directives and macros
  'cpp-include-missing': error(
    'Je ne trouve pas « {file} ». Vérifie son nom, ou ajoute la bibliothèque.',
    'I can’t find “{file}”. Check its name, or add the library.',
  ),
  'cpp-include-missing-near': error(
    'Je ne trouve pas « {file} ». Veux-tu dire « {near} » ?',
    'I can’t find “{file}”. Do you mean “{near}”?',
  ),
  'cpp-include-unclear': error(
    'Après #include, écris un nom de fichier entre guillemets ou entre « < » et « > ».',
    'After #include, write a file name in quotes or between “<” and “>”.',
  ),
  'cpp-include-endless': error(
    'Les fichiers s’incluent en rond autour de « {file} ».',
    'Files include each other in a circle around “{file}”.',
  ),
  'cpp-directive-unknown': error(
    'Je ne connais pas la ligne « #{name} ».',
    'I don’t know the line “#{name}”.',
  ),
  'cpp-directive-name': error(
    'Il manque un nom après « #{directive} ».',
    'A name is missing after “#{directive}”.',
  ),
  'cpp-define-unclear': error(
    'Je ne comprends pas ce #define. Écris par exemple : #define LED 13',
    'I don’t understand this #define. Write for example: #define LED 13',
  ),
  'cpp-if-unclear': error(
    'Je ne comprends pas la condition de cette ligne.',
    'I don’t understand the condition of this line.',
  ),
  'cpp-if-division': error(
    'La condition de cette ligne divise par zéro.',
    'The condition of this line divides by zero.',
  ),
  'cpp-if-unclosed': error(
    'Il manque un #endif pour le #if de la ligne {line}.',
    'An #endif is missing for the #if of line {line}.',
  ),
  'cpp-else-without-if': error(
    'Ce « #{directive} » n’a pas de #if au-dessus.',
    'This “#{directive}” has no #if above.',
  ),
  'cpp-error-directive': error(
    'Le programme s’arrête ici de lui-même : {reason}',
    'The program stops here by itself: {reason}',
  ),
  'cpp-warning-directive': warning('Le programme fait remarquer : {reason}', 'The program remarks: {reason}'),
  'cpp-macro-redefined': warning(
    'La macro « {name} » existe déjà avec un autre contenu ; le nouveau compte.',
    'The macro “{name}” already exists with another content; the new one counts.',
  ),
  'cpp-macro-arguments': error(
    'La macro « {name} » attend {expected} {expected|valeur|valeurs} ; elle en reçoit {count}.',
    'The macro “{name}” needs {expected} {expected|value|values}; it gets {count}.',
  ),
  'cpp-macro-unclosed': error(
    'Il manque un « ) » après la macro « {name} ».',
    'A “)” is missing after the macro “{name}”.',
  ),
  'cpp-macro-paste': error(
    'La macro colle « {left} » et « {right} » : cela ne fait pas un mot.',
    'The macro joins “{left}” and “{right}”: that does not make a word.',
  ),
  'cpp-macro-endless': error(
    'La macro « {name} » grossit sans fin.',
    'The macro “{name}” grows without end.',
  ),
} as const satisfies Record<string, Entry>;
