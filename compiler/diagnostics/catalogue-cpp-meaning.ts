/** What the checker says of C++: names, types, constructs outside the language. See catalogue.ts for the rules. */
import { error, warning, type Entry } from './catalogue-entry.ts';

export const CPP_MEANING = {
  'cpp-name-unknown': error(
    'Je ne connais pas « {name} ». Vérifie l’orthographe, ou déclare-le plus haut.',
    'I don’t know “{name}”. Check the spelling, or declare it further up.',
  ),
  'cpp-name-unknown-near': error(
    'Je ne connais pas « {name} ». Veux-tu dire « {near} » ?',
    'I don’t know “{name}”. Do you mean “{near}”?',
  ),
  'cpp-name-later': error(
    '« {name} » n’est créé que plus bas, à la ligne {line} : mets sa ligne plus haut.',
    '“{name}” is created only further down, on line {line}: put its line further up.',
  ),
  'cpp-name-elsewhere': error(
    '« {name} » n’existe que dans « {function} ». Pour t’en servir aussi ici, déclare-le en dehors, tout en haut du programme.',
    '“{name}” exists only in “{function}”. To use it here too, declare it outside, at the top of the program.',
  ),
  'cpp-function-unknown': error(
    'Je ne connais pas la fonction « {name} ». Vérifie l’orthographe, ou écris-la.',
    'I don’t know the function “{name}”. Check the spelling, or write it.',
  ),
  'cpp-name-not-a-scope': error(
    '« {name} » n’est ni une classe ni un espace de noms : « :: » ne va pas derrière.',
    '“{name}” is neither a class nor a namespace: “::” can’t follow it.',
  ),
  'cpp-name-redefined': error(
    'Le nom « {name} » est déjà pris ici. Choisis-en un autre.',
    'The name “{name}” is already taken here. Choose another one.',
  ),
  'cpp-type-unknown': error(
    'Je ne connais pas le type « {name} ». Manque-t-il un #include ?',
    'I don’t know the type “{name}”. Is an #include missing?',
  ),
  'cpp-type-needs-header': error(
    'Pour « {name} », il manque la ligne « #include <{header}> » tout en haut du programme.',
    'For “{name}”, the line “#include <{header}>” is missing at the top of the program.',
  ),
  'cpp-type-unknown-near': error(
    'Je ne connais pas le type « {name} ». Veux-tu dire « {near} » ?',
    'I don’t know the type “{name}”. Do you mean “{near}”?',
  ),
  'cpp-not-a-type': error('« {name} » n’est pas un type.', '“{name}” is not a type.'),
  'cpp-type-as-value': error(
    '« {name} » n’est pas une valeur : c’est un type ou un espace de noms.',
    '“{name}” is no value: it is a type or a namespace.',
  ),
  'cpp-type-incomplete': error(
    'Je ne sais pas encore ce que contient « {name} ». Mets sa définition plus haut.',
    'I don’t know yet what is in “{name}”. Put its definition further up.',
  ),
  'cpp-type-pointer-to-reference': error(
    'Un pointeur vers une référence n’existe pas. Enlève le « & ».',
    'There is no pointer to a reference. Remove the “&”.',
  ),
  'cpp-template-needs-types': error(
    '« {name} » a besoin de ses types entre < et >, par exemple « {name}<int> ».',
    '“{name}” needs its types between < and >, for example “{name}<int>”.',
  ),
  'cpp-template-arg': error(
    'Ce n’est pas ce que le modèle attend ici.',
    'This is not what the template wants here.',
  ),
  'cpp-template-arg-count': error(
    'Le modèle attend {most} {most|chose|choses} entre < et > ; il y en a {count}.',
    'The template wants {most} {most|thing|things} between < and >; there {count|is|are} {count}.',
  ),
  'cpp-template-too-deep': error(
    'Le modèle « {name} » s’appelle lui-même sans fin.',
    'The template “{name}” calls itself without end.',
  ),
  'cpp-auto-without-value': error(
    '« auto » devine le type d’après la valeur : donne-lui une valeur.',
    '“auto” guesses the type from the value: give it a value.',
  ),
  'cpp-auto-not-pointer': error(
    '« auto* » attend une adresse, et ce n’en est pas une.',
    '“auto*” wants an address, and this is none.',
  ),
  'cpp-array-size-not-constant': error(
    'La taille d’un tableau doit être un nombre connu d’avance : le traducteur intégré ne sait pas faire un tableau de taille variable. Écris la plus grande taille qu’il faut, ou construis avec avr-gcc ou arduino-cli.',
    'The size of an array must be a number known beforehand: the built-in compiler can’t make an array of variable length. Write the biggest size that is needed, or build with avr-gcc or arduino-cli.',
  ),
  'cpp-array-size-out-of-range': error(
    'Un tableau ne peut pas avoir {size} {size|case|cases}.',
    'An array can’t have {size} {size|item|items}.',
  ),
  'cpp-array-without-size': error(
    'Le tableau « {name} » n’a pas de taille. Écris-la entre [ et ].',
    'The array “{name}” has no size. Write it between [ and ].',
  ),
  'cpp-array-needs-braces': error(
    'Un tableau se remplit avec des valeurs entre accolades.',
    'An array is filled with values between braces.',
  ),
  'cpp-index-out-of-range': error(
    'La case {index} n’existe pas : le tableau a {count} {count|case, comptée|cases, comptées} à partir de 0.',
    'Item {index} does not exist: the array has {count} {count|item|items}, counted from 0.',
  ),
  'cpp-index-beyond': warning(
    'La case {index} n’existe pas : « {name} » a {count} {count|case|cases}, de 0 à {last}.',
    'Item {index} does not exist: “{name}” has {count} {count|item|items}, from 0 to {last}.',
  ),
  'cpp-index-not-number': error(
    'Entre [ et ] il faut un nombre entier, pas « {type} ».',
    'A whole number is needed between [ and ], not “{type}”.',
  ),
  'cpp-not-an-array': error(
    'Ce n’est pas un tableau (c’est « {type} ») : [ ] ne va pas ici.',
    'This is no array (it is “{type}”): [ ] can’t be used here.',
  ),
  'cpp-text-too-long': warning(
    'Ce texte prend {length} {length|octet|octets} avec le 0 final, et il y a de la place pour {room}.',
    'This text takes {length} {length|byte|bytes} with its final 0, and there is room for {room}.',
  ),
  'cpp-text-into-number': warning(
    'Un texte ne va pas dans « {type} ». Pour un texte, prends le type String.',
    'A text does not go into “{type}”. For a text, take the type String.',
  ),
  'cpp-text-plus-number': warning(
    'Un texte entre guillemets et un nombre ne s’ajoutent pas avec « + ». Écris String(…) autour du texte, ou affiche-les l’un après l’autre.',
    'A text in quotes and a number are not joined by “+”. Write String(…) around the text, or print one after the other.',
  ),
  'cpp-text-plus-text': error(
    'Deux textes ne se collent pas ainsi : écris String(…) autour du premier.',
    'Two texts are not joined like this: write String(…) around the first.',
  ),
  'cpp-text-compare': warning(
    '« {op} » compare ici deux adresses, pas deux textes. Prends le type String, ou strcmp( ).',
    '“{op}” compares two addresses here, not two texts. Take the type String, or strcmp( ).',
  ),
  'cpp-compare-chain': warning(
    'Deux comparaisons à la suite ne marchent pas comme en maths : écris « a < b && b < c ».',
    'Two comparisons in a row don’t work as in maths: write “a < b && b < c”.',
  ),
  'cpp-number-does-not-fit': warning(
    '{value} ne tient pas dans « {type} », qui va de {least} à {most}. Prends un type plus grand, comme long.',
    '{value} does not fit into “{type}”, which goes from {least} to {most}. Take a bigger type, such as long.',
  ),
  'cpp-result-does-not-fit': warning(
    'Ce calcul donne {value}, et « {type} » va de {least} à {most}. Écris {suffix} derrière un des nombres, comme 60{suffix}.',
    'This makes {value}, and “{type}” goes from {least} to {most}. Write {suffix} behind one of the numbers, like 60{suffix}.',
  ),
  'cpp-too-many-values': error(
    'Il y a trop de valeurs pour « {type} » : au plus {most}.',
    'There are too many values for “{type}”: at most {most}.',
  ),
  'cpp-list-not-here': error(
    'Une liste entre accolades ne va pas ici.',
    'A list in braces can’t be used here.',
  ),
  'cpp-constant-wanted': error(
    'Ici il faut une valeur connue d’avance.',
    'A value known beforehand is needed here.',
  ),
  'cpp-constexpr-not-constant': error(
    '« {name} » est constexpr, mais sa valeur n’est pas connue d’avance.',
    '“{name}” is constexpr, but its value is not known beforehand.',
  ),
  'cpp-static-assert': error(
    'La condition de static_assert n’est pas remplie : {message}',
    'The condition of static_assert does not hold: {message}',
  ),
  'cpp-class-redefined': error(
    '« {name} » est défini deux fois. Garde une seule définition.',
    '“{name}” is defined twice. Keep one definition.',
  ),
  'cpp-class-in-itself': error(
    '« {name} » ne peut pas se contenir lui-même. Utilise un pointeur.',
    '“{name}” can’t contain itself. Use a pointer.',
  ),
  'cpp-class-abstract': error(
    '« {name} » a une méthode sans corps ({method}) : on ne peut pas en faire un objet.',
    '“{name}” has a method without a body ({method}): no object can be made of it.',
  ),
  'cpp-base-not-a-class': error(
    '« {name} » n’est pas une classe : on ne peut pas en hériter.',
    '“{name}” is not a class: nothing can be derived from it.',
  ),
  'cpp-bit-field-width': error(
    'Le champ « {name} » ne peut pas avoir cette largeur (au plus {bits} {bits|bit|bits}).',
    'The field “{name}” can’t have this width (at most {bits} {bits|bit|bits}).',
  ),
  'cpp-override-nothing': error(
    '« {name} » ne remplace aucune méthode virtuelle : vérifie son nom et ses paramètres.',
    '“{name}” overrides no virtual method: check its name and parameters.',
  ),
  'cpp-member-unknown': error(
    '« {class} » n’a rien qui s’appelle « {name} ».',
    '“{class}” has nothing called “{name}”.',
  ),
  'cpp-member-unknown-near': error(
    '« {class} » n’a rien qui s’appelle « {name} ». Veux-tu dire « {near} » ?',
    '“{class}” has nothing called “{name}”. Do you mean “{near}”?',
  ),
  'cpp-member-of-scalar': error(
    '« {name} » ne va pas ici : « {type} » n’a pas de membres.',
    '“{name}” can’t be used here: “{type}” has no members.',
  ),
  'cpp-member-needs-arrow': error(
    'C’est un pointeur : écris « ->{name} » au lieu de « .{name} ».',
    'This is a pointer: write “->{name}” instead of “.{name}”.',
  ),
  'cpp-member-needs-dot': error(
    'C’est un objet, pas un pointeur : écris « .{name} » au lieu de « ->{name} ».',
    'This is an object, not a pointer: write “.{name}” instead of “->{name}”.',
  ),
  'cpp-arrow-needs-pointer': error(
    '« -> » attend un pointeur, pas « {type} ».',
    '“->” wants a pointer, not “{type}”.',
  ),
  'cpp-member-private': error(
    '« {name} » est privé : seule la classe « {class} » peut s’en servir.',
    '“{name}” is private: only the class “{class}” may use it.',
  ),
  'cpp-member-protected': error(
    '« {name} » est protégé : seules « {class} » et ses classes filles peuvent s’en servir.',
    '“{name}” is protected: only “{class}” and classes derived from it may use it.',
  ),
  'cpp-member-init-twice': error(
    '« {name} » reçoit deux fois une valeur de départ.',
    '“{name}” gets its first value twice.',
  ),
  'cpp-member-reference-unset': error(
    'La référence « {name} » doit recevoir son objet dans le constructeur.',
    'The reference “{name}” must get its object in the constructor.',
  ),
  'cpp-method-differs': error(
    '« {name} » n’est pas déclarée ainsi dans la classe. Il y a : {declared}.',
    '“{name}” is not declared like this in the class. There is: {declared}.',
  ),
  'cpp-method-not-const': error(
    '« {name} » peut changer l’objet, et cet objet est constant. Ajoute « const » derrière les parenthèses de la méthode.',
    '“{name}” may change the object, and this object is constant. Add “const” behind the method’s parentheses.',
  ),
  'cpp-method-without-call': error(
    '« {name} » est une méthode : appelle-la avec ( ).',
    '“{name}” is a method: call it with ( ).',
  ),
  'cpp-this-missing': error(
    '« {name} » appartient à un objet de « {class} » : dis lequel.',
    '“{name}” belongs to an object of “{class}”: say which one.',
  ),
  'cpp-this-outside': error(
    '« this » n’existe que dans les méthodes d’une classe.',
    '“this” exists only in the methods of a class.',
  ),
  'cpp-function-redefined': error(
    '« {name} » est définie deux fois : aussi dans {file}, ligne {line}. Garde une seule définition.',
    '“{name}” is defined twice: also in {file}, line {line}. Keep one definition.',
  ),
  'cpp-function-other-result': error(
    '« {name} » est déjà déclarée avec le résultat « {result} ».',
    '“{name}” is already declared with the result “{result}”.',
  ),
  'cpp-function-deleted': error('« {name} » est interdite (= delete).', '“{name}” is forbidden (= delete).'),
  'cpp-function-implicit': warning(
    '« {name} » est appelée sans être déclarée : il manque un #include ou sa déclaration.',
    '“{name}” is called without being declared: an #include or its declaration is missing.',
  ),
  'cpp-function-missing': error('Il manque la fonction « {name} ».', 'The function “{name}” is missing.'),
  'cpp-function-which': error(
    'Il y a plusieurs fonctions « {name} » : je ne sais pas laquelle prendre.',
    'There are several functions “{name}”: I don’t know which one to take.',
  ),
  'cpp-function-not-called': warning(
    '« {name} » est nommée mais pas appelée. Ajoute ( ).',
    '“{name}” is named but not called. Add ( ).',
  ),
  'cpp-prototype-not-call': warning(
    'Cette ligne annonce « {name} » au lieu de l’appeler : enlève le type devant son nom.',
    'This line announces “{name}” instead of calling it: remove the type before its name.',
  ),
  'cpp-call-too-few': error(
    '« {name} » attend {wanted} {wanted|valeur|valeurs}, et il y en a {count} : {signature}',
    '“{name}” wants {wanted} {wanted|value|values}, and there {count|is|are} {count}: {signature}',
  ),
  'cpp-call-too-many': error(
    '« {name} » attend {wanted} {wanted|valeur|valeurs}, et il y en a {count} : {signature}',
    '“{name}” wants {wanted} {wanted|value|values}, and there {count|is|are} {count}: {signature}',
  ),
  'cpp-call-no-match': error(
    'Aucune fonction « {name} » ne va avec ces valeurs : ({given}).',
    'No function “{name}” fits these values: ({given}).',
  ),
  'cpp-call-no-match-count': error(
    'Aucune fonction « {name} » ne prend {count} {count|valeur|valeurs}.',
    'No function “{name}” takes {count} {count|value|values}.',
  ),
  'cpp-call-ambiguous': error(
    'Deux fonctions « {name} » vont aussi bien : {first} et {second}. Précise le type d’une valeur.',
    'Two functions “{name}” fit equally well: {first} and {second}. Make the type of a value precise.',
  ),
  'cpp-argument-type': error(
    'La valeur {position} de « {name} » doit être « {wanted} », pas « {given} ».',
    'Value {position} of “{name}” must be “{wanted}”, not “{given}”.',
  ),
  'cpp-argument-needs-variable': error(
    'La valeur {position} de « {name} » doit être une variable : la fonction la change.',
    'Value {position} of “{name}” must be a variable: the function changes it.',
  ),
  'cpp-not-callable': error(
    '« {type} » ne s’appelle pas comme une fonction.',
    '“{type}” can’t be called like a function.',
  ),
  'cpp-variadic-object': error(
    'Un objet « {type} » ne peut pas être donné à une fonction comme printf.',
    'An object “{type}” can’t be given to a function like printf.',
  ),
  'cpp-flash-string-literal': error(
    'F( ) et PSTR( ) veulent un texte entre guillemets.',
    'F( ) and PSTR( ) want a text in quotes.',
  ),
  'cpp-not-assignable': error(
    '« {from} » ne se transforme pas en « {to} ».',
    '“{from}” can’t be turned into “{to}”.',
  ),
  'cpp-cast-impossible': error(
    '« {from} » ne se convertit pas en « {to} ».',
    '“{from}” can’t be converted to “{to}”.',
  ),
  'cpp-value-void': error(
    'Cette fonction ne renvoie rien : il n’y a pas de valeur à prendre ici.',
    'This function returns nothing: there is no value to take here.',
  ),
  'cpp-pointer-from-number': warning(
    'Un nombre devient une adresse (« {type} ») : est-ce voulu ?',
    'A number becomes an address (“{type}”): is it meant?',
  ),
  'cpp-reference-without-object': error(
    'Une référence doit dire tout de suite à quoi elle se rapporte.',
    'A reference must say at once what it refers to.',
  ),
  'cpp-reference-drops-const': error(
    'Une constante ne va pas dans « {type} » : ajoute « const ».',
    'A constant does not go into “{type}”: add “const”.',
  ),
  'cpp-reference-needs-variable': error(
    'Ici il faut une variable de type « {type} » : la référence peut la changer.',
    'A variable of type “{type}” is needed here: the reference may change it.',
  ),
  'cpp-conditional-types': error(
    'Les deux réponses de « ? : » ne vont pas ensemble : « {left} » et « {right} ».',
    'The two answers of “? :” don’t go together: “{left}” and “{right}”.',
  ),
  'cpp-operator-types': error(
    '« {op} » ne va pas entre « {left} » et « {right} ».',
    '“{op}” does not go between “{left}” and “{right}”.',
  ),
  'cpp-operator-type': error('« {op} » ne va pas avec « {type} ».', '“{op}” does not go with “{type}”.'),
  'cpp-remainder-of-float': error(
    '« % » ne va qu’avec des nombres entiers. Pour les nombres à virgule : fmod( ).',
    '“%” goes with whole numbers only. For numbers with a point: fmod( ).',
  ),
  'cpp-star-needs-pointer': error(
    '« * » devant une valeur attend un pointeur, pas « {type} ».',
    '“*” in front of a value wants a pointer, not “{type}”.',
  ),
  'cpp-pointer-to-void': error(
    'Un « void* » ne dit pas ce qu’il y a au bout : convertis-le d’abord.',
    'A “void*” does not say what it points to: convert it first.',
  ),
  'cpp-address-of-value': error(
    '« & » prend l’adresse d’une variable, pas d’une valeur calculée.',
    '“&” takes the address of a variable, not of a computed value.',
  ),
  'cpp-address-of-bit-field': error(
    'Le champ de bits « {name} » n’a pas d’adresse.',
    'The bit-field “{name}” has no address.',
  ),
  'cpp-assign-not-variable': error(
    'À gauche de « = » il faut une variable.',
    'A variable is needed on the left of “=”.',
  ),
  'cpp-assign-const': error(
    '« {name} » est constant : sa valeur ne peut pas changer.',
    '“{name}” is constant: its value can’t change.',
  ),
  'cpp-assign-in-const-method': error(
    'Cette méthode est « const » : elle ne peut pas changer « {name} ».',
    'This method is “const”: it can’t change “{name}”.',
  ),
  'cpp-assign-array': error(
    'Le tableau « {name} » ne se copie pas avec « = » : copie ses cases une à une.',
    'The array “{name}” can’t be copied with “=”: copy its items one by one.',
  ),
  'cpp-sizeof-unknown': error(
    'La taille de « {type} » n’est pas connue.',
    'The size of “{type}” is not known.',
  ),
  'cpp-delete-needs-pointer': error(
    '« delete » attend un pointeur, pas « {type} ».',
    '“delete” wants a pointer, not “{type}”.',
  ),
  'cpp-range-not-iterable': error(
    'On ne peut pas parcourir « {type} » avec « for (… : …) ».',
    '“{type}” can’t be visited with “for (… : …)”.',
  ),
  'cpp-local-of-other-function': error(
    '« {name} » appartient à une autre fonction.',
    '“{name}” belongs to another function.',
  ),
  'cpp-capture-missing': error(
    'Pour se servir de « {name} », la lambda doit le nommer entre [ et ].',
    'To use “{name}”, the lambda must name it between [ and ].',
  ),
  'cpp-variable-void': error(
    'Une variable ne peut pas être de type void : « {name} ».',
    'A variable can’t be of type void: “{name}”.',
  ),
  'cpp-variable-other-type': error(
    '« {name} » est déjà déclarée avec un autre type : « {first} » et « {second} ».',
    '“{name}” is already declared with another type: “{first}” and “{second}”.',
  ),
  'cpp-variable-redefined': error(
    '« {name} » existe deux fois : aussi dans {file}, ligne {line}. Change un des deux noms.',
    '“{name}” exists twice: also in {file}, line {line}. Change one of the names.',
  ),
  'cpp-return-missing': warning(
    '« {name} » doit renvoyer une valeur ({type}), mais peut finir sans « return ».',
    '“{name}” must return a value ({type}), but may end without “return”.',
  ),
  'cpp-return-needs-value': error(
    '« {name} » doit renvoyer une valeur : écris-la derrière « return ».',
    '“{name}” must return a value: write it behind “return”.',
  ),
  'cpp-return-value-from-void': error(
    '« {name} » ne renvoie rien (void) : enlève la valeur derrière « return ».',
    '“{name}” returns nothing (void): remove the value behind “return”.',
  ),
  'cpp-break-outside': error(
    '« break » sert dans une boucle ou un switch.',
    '“break” works inside a loop or a switch.',
  ),
  'cpp-continue-outside': error('« continue » sert dans une boucle.', '“continue” works inside a loop.'),
  'cpp-case-outside-switch': error('« {label} » sert dans un switch.', '“{label}” works inside a switch.'),
  'cpp-case-twice': error(
    'Le cas {value} est déjà dans ce switch.',
    'The case {value} is already in this switch.',
  ),
  'cpp-case-not-constant': error(
    'Un « case » attend une valeur connue d’avance.',
    'A “case” wants a value known beforehand.',
  ),
  'cpp-default-twice': error('Ce switch a déjà un « default ».', 'This switch already has a “default”.'),
  'cpp-switch-needs-integer': error(
    'switch attend un nombre entier, pas « {type} ».',
    'switch wants a whole number, not “{type}”.',
  ),
  'cpp-label-unknown': error(
    'Il n’y a pas d’étiquette « {name} » dans cette fonction.',
    'There is no label “{name}” in this function.',
  ),
  'cpp-label-twice': error(
    'L’étiquette « {name} » est déjà dans cette fonction.',
    'The label “{name}” is already in this function.',
  ),
  'cpp-asm-unsupported': error(
    'Le traducteur intégré ne connaît de l’assembleur que nop, cli, sei, sleep et wdr : « {text} ». Construis avec avr-gcc ou arduino-cli.',
    'The built-in compiler knows of assembler only nop, cli, sei, sleep and wdr: “{text}”. Build with avr-gcc or arduino-cli.',
  ),
} as const satisfies Record<string, Entry>;
