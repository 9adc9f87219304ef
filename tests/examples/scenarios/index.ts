/** All scenarios, one for each example. */
import type { Scenario } from '../scenario.ts';
import { scenario as alarmeDeMusee } from './alarme-de-musee.ts';
import { scenario as arcEnCiel } from './arc-en-ciel.ts';
import { scenario as arrosage } from './arrosage.ts';
import { scenario as barriere } from './barriere.ts';
import { scenario as chronometre } from './chronometre.ts';
import { scenario as clignoter } from './clignoter.ts';
import { scenario as coffreFort } from './coffre-fort.ts';
import { scenario as compteur } from './compteur.ts';
import { scenario as compteurDeTours } from './compteur-de-tours.ts';
import { scenario as deElectronique } from './de-electronique.ts';
import { scenario as devineLeNombre } from './devine-le-nombre.ts';
import { scenario as douzeClignotants } from './douze-clignotants.ts';
import { scenario as feuTricolore } from './feu-tricolore.ts';
import { scenario as interrupteur } from './interrupteur.ts';
import { scenario as jeuDeReaction } from './jeu-de-reaction.ts';
import { scenario as journalSerie } from './journal-serie.ts';
import { scenario as joystickEtServo } from './joystick-et-servo.ts';
import { scenario as lumiereDuCouloir } from './lumiere-du-couloir.ts';
import { scenario as metronome } from './metronome.ts';
import { scenario as minuteurDeCuisine } from './minuteur-de-cuisine.ts';
import { scenario as morse } from './morse.ts';
import { scenario as petitPiano } from './petit-piano.ts';
import { scenario as placeDeParking } from './place-de-parking.ts';
import { scenario as radarDeRecul } from './radar-de-recul.ts';
import { scenario as robotSuiveurDeLigne } from './robot-suiveur-de-ligne.ts';
import { scenario as rondeDeLumieres } from './ronde-de-lumieres.ts';
import { scenario as serre } from './serre.ts';
import { scenario as simon } from './simon.ts';
import { scenario as sonnette } from './sonnette.ts';
import { scenario as sonometre } from './sonometre.ts';
import { scenario as telecommande } from './telecommande.ts';
import { scenario as theremine } from './theremine.ts';
import { scenario as thermometre } from './thermometre.ts';
import { scenario as traceurDeLumiere } from './traceur-de-lumiere.ts';
import { scenario as veilleuseAutomatique } from './veilleuse-automatique.ts';
import { scenario as ventilateur } from './ventilateur.ts';

export const SCENARIOS: readonly Scenario[] = [
  alarmeDeMusee,
  arcEnCiel,
  arrosage,
  barriere,
  chronometre,
  clignoter,
  coffreFort,
  compteur,
  compteurDeTours,
  deElectronique,
  devineLeNombre,
  douzeClignotants,
  feuTricolore,
  interrupteur,
  jeuDeReaction,
  journalSerie,
  joystickEtServo,
  lumiereDuCouloir,
  metronome,
  minuteurDeCuisine,
  morse,
  petitPiano,
  placeDeParking,
  radarDeRecul,
  robotSuiveurDeLigne,
  rondeDeLumieres,
  serre,
  simon,
  sonnette,
  sonometre,
  telecommande,
  theremine,
  thermometre,
  traceurDeLumiere,
  veilleuseAutomatique,
  ventilateur,
];
