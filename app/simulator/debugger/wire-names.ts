/**
 * What the chip's pins are called where a program is shown: the brick on them, and which of its wires.
 * In: a kit's hardware, the plugged bricks. Out: a name for each wire that a brick is on.
 */
import type { KitHardware } from '../../../boards/placement/placed-brick.ts';
import type { PluggedBrick } from '../../../boards/types.ts';
import type { WireName } from './signals.ts';

export function wireNames(kit: KitHardware, bricks: readonly PluggedBrick[]): readonly WireName[] {
  return bricks.flatMap(({ type, port, name }) => {
    const brick = kit.bricks.find(({ id }) => id === type);
    const place = kit.board.ports.find(({ id }) => id === port);
    if (brick === undefined || place === undefined) return [];
    return brick.signals.flatMap((_, index): WireName[] => {
      const pin = kit.board.pins[place.signals[index]?.pin ?? -1];
      if (pin === undefined) return [];
      const wire = brick.signals.length > 1 ? ` ${'ABCDEFGH'.charAt(index)}` : '';
      const own = name ?? '';
      return [
        {
          pin,
          name: {
            fr: `${own === '' ? brick.name.fr : own}${wire}`,
            en: `${own === '' ? brick.name.en : own}${wire}`,
          },
        },
      ];
    });
  });
}
