// Quiz à deux
// Base Génie. Généré par Génie à partir des blocs.

#include "Button.h"
#include "Buzzer.h"
#include "GenieLists.h"
#include "GenieNumbers.h"
#include "GenieScripts.h"
#include "GenieText.h"
#include "GenieTime.h"
#include "Lcd.h"

const byte PORT_9 = 2;  // ◆ 9
const byte PORT_10 = 3;  // ◆ 10
const byte PORT_1 = 5;  // ● 1

Button boutonGauche(PORT_9, HIGH);
Button boutonDroit(PORT_10, HIGH);
Lcd screen4(0x27);
Buzzer buzzer1(PORT_1);

bool jeuOuvert = false;
double tempsItems[5];
ListOfDecimals temps(tempsItems, 5);

Chronometer timer;
Script script1;
Script script2;
Script script3;
Script script4;
Mailbox mailbox1;
Watch watch1;
Watch watch2;
Every every1;

// Ce que ce bloc retient pendant qu’il attend
struct FeterFrame {
  byte step;
  Text qui;
  byte round1;
};

// fêter
// Montre qui a gagné, en musique
bool feter(Script &script, FeterFrame &me) {
  BLOCK_BEGIN(me);
  screen4.print(Text(me.qui).add(F(" gagne !")), 1);
  for (me.round1 = 0; me.round1 < 3; me.round1++) {
    buzzer1.play(NOTE_C5);
    BLOCK_WAIT(script, me, 1, 200);
    buzzer1.stop();
    BLOCK_WAIT(script, me, 2, 100);
  }
  BLOCK_END(me);
}

// Quand la base démarre
void whenStarted() {
  SCRIPT_BEGIN(script1);
  screen4.print(F("À vos marques…"), 1);
  SCRIPT_WAIT(script1, 1, toMilliseconds(randomWhole(2, 5)));
  timer.reset();
  jeuOuvert = true;
  screen4.print(F("Partez !"), 1);
  SCRIPT_END_ONCE(script1);
}

// Quand bouton gauche ◆ 9 est appuyé
void whenBoutonGauchePressed() {
  static FeterFrame call1;
  if (script2.isIdle() && !watch1.rises(boutonGauche.isPressed())) return;
  SCRIPT_BEGIN(script2);
  if (jeuOuvert) {
    jeuOuvert = false;
    SCRIPT_WAIT_UNTIL(script2, 1, !mailbox1.isFull());
    mailbox1.send();
    call1.qui = F("Gauche");
    call1.step = 0;
    SCRIPT_CALL(script2, 2, feter(script2, call1));
  }
  SCRIPT_END(script2);
}

// Quand bouton droit ◆ 10 est appuyé
void whenBoutonDroitPressed() {
  static FeterFrame call2;
  if (script3.isIdle() && !watch2.rises(boutonDroit.isPressed())) return;
  SCRIPT_BEGIN(script3);
  if (jeuOuvert) {
    jeuOuvert = false;
    SCRIPT_WAIT_UNTIL(script3, 1, !mailbox1.isFull());
    mailbox1.send();
    call2.qui = F("Droite");
    call2.step = 0;
    SCRIPT_CALL(script3, 2, feter(script3, call2));
  }
  SCRIPT_END(script3);
}

// Quand je reçois « fin de manche »
void whenFinDeMancheReceived() {
  temps.add(timer.seconds());
  screen4.print(Text(timer.seconds()).add(F(" s")), 2);
}

// Toutes les 0,5 s
void atIntervals() {
  if (script4.isIdle()) {
    if (!every1.isDue(500)) return;
  } else {
    every1.skipMissed(500);
  }
  SCRIPT_BEGIN(script4);
  if (jeuOuvert) {
    buzzer1.play(440);
    SCRIPT_WAIT(script4, 1, 50);
    buzzer1.stop();
  }
  SCRIPT_END(script4);
}

void setup() {
  boutonGauche.begin();
  boutonDroit.begin();
  screen4.begin();
  buzzer1.begin();
  seedRandom();
}

void loop() {
  whenStarted();
  whenBoutonGauchePressed();
  whenBoutonDroitPressed();
  mailbox1.deliver(whenFinDeMancheReceived);
  atIntervals();
}
