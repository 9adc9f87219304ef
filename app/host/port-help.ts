/**
 * What a grown-up should know of boards on this kind of computer: permissions, drivers, busy ports.
 *
 * Data, for `genie doctor` and the app's help. Sources: Debian's and Arch's groups of /dev/ttyUSB*, the kernel's
 * drivers, Apple's accessory prompt, WCH's and FTDI's driver pages.
 */
import type { LocalizedText } from '../../boards/types.ts';

export type HelpTopic = 'permission' | 'driver' | 'busy';
export type HelpPlatform = 'linux' | 'windows' | 'macos';
export const HELP_TOPICS: readonly HelpTopic[] = ['permission', 'driver', 'busy'];

const text = (fr: string, en: string): LocalizedText => ({ fr, en });

export const PORT_HELP: Readonly<Record<HelpPlatform, Readonly<Record<HelpTopic, LocalizedText>>>> = {
  linux: {
    permission: text(
      'l’utilisateur doit être dans le groupe de la prise : « sudo usermod -aG dialout $USER » (uucp sur Arch), puis ouvrir une nouvelle session',
      'the user must be in the port’s group: “sudo usermod -aG dialout $USER” (uucp on Arch), then log in again',
    ),
    driver: text(
      'rien à installer ; si une carte CH340 disparaît aussitôt branchée, c’est brltty : « sudo apt remove brltty »',
      'nothing to install; if a CH340 board vanishes as soon as it is plugged in, that is brltty: “sudo apt remove brltty”',
    ),
    busy: text(
      'ferme l’IDE Arduino et les autres moniteurs ; « fuser -v /dev/ttyUSB0 » dit qui tient la prise ; ModemManager la prend quelques secondes au branchement',
      'close the Arduino IDE and other monitors; “fuser -v /dev/ttyUSB0” says who holds the port; ModemManager takes it for some seconds after plugging in',
    ),
  },
  windows: {
    permission: text(
      'rien à permettre ; « accès refusé » veut dire que la prise est occupée',
      'nothing to permit; “access denied” means that the port is busy',
    ),
    driver: text(
      'Windows 10 et 11 connaissent les Arduino d’origine ; beaucoup de copies ont besoin du pilote CH340 (wch.cn) ou FTDI : une carte avec « ! » dans le Gestionnaire de périphériques n’en a pas',
      'Windows 10 and 11 know original Arduinos; many clones need the CH340 (wch.cn) or FTDI driver: a board with “!” in the Device Manager has none',
    ),
    busy: text(
      'ferme l’IDE Arduino, son moniteur et les logiciels d’imprimante 3D : un seul programme à la fois peut ouvrir un port COM',
      'close the Arduino IDE, its monitor and 3D printer programs: only one program at a time can open a COM port',
    ),
  },
  macos: {
    permission: text(
      'réponds « Autoriser » quand le Mac demande pour l’accessoire (Réglages › Confidentialité et sécurité › Autoriser les accessoires)',
      'answer “Allow” when the Mac asks about the accessory (Settings › Privacy & Security › Allow accessories to connect)',
    ),
    driver: text(
      'rien à installer depuis macOS 10.14 ; un vieux pilote CH340 peut gêner : enlève-le',
      'nothing to install since macOS 10.14; an old CH340 driver can be in the way: remove it',
    ),
    busy: text(
      'ferme l’IDE Arduino et les autres moniteurs ; « lsof /dev/cu.* » dit qui tient la prise',
      'close the Arduino IDE and other monitors; “lsof /dev/cu.*” says who holds the port',
    ),
  },
};

export const helpPlatform = (platform: NodeJS.Platform): HelpPlatform =>
  platform === 'win32' ? 'windows' : platform === 'darwin' ? 'macos' : 'linux';
