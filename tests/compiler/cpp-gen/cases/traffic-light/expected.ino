// Feu tricolore
// Base Génie. Généré par Génie à partir des blocs.

#include "Led.h"

const byte PORT_1 = 5;  // ● 1
const byte PORT_2 = 6;  // ● 2
const byte PORT_3 = 9;  // ● 3

Led feuRouge(PORT_1);
Led feuOrange(PORT_2);
Led feuVert(PORT_3);

void setup() {
  feuRouge.begin();
  feuOrange.begin();
  feuVert.begin();
}

void loop() {
  // Répéter toujours
  // Les voitures passent
  feuVert.on();
  delay(5000);
  feuVert.off();
  feuOrange.on();
  delay(1500);
  feuOrange.off();
  // Les piétons passent
  feuRouge.on();
  delay(5000);
  feuRouge.off();
}
