import { describe, expect, it } from 'vitest';
import { Trace } from '../../../app/simulator/bricks/trace.ts';
import { traceJson } from '../../../app/simulator/export/trace-json.ts';
import { writeVcd } from '../../../app/simulator/export/vcd.ts';

const PINS = new Map([
  [
    'PB5',
    [
      { cycle: 16, level: 1 as const },
      { cycle: 48, level: 0 as const },
    ],
  ],
]);

function trace(): Trace {
  const made = new Trace();
  made.add('lampe d’été.brightness', 0, 0);
  made.add('lampe d’été.brightness', 50, 32);
  made.add('led.colour', '#000000', 0);
  made.add('led.colour', '#ff0000', 16);
  made.add('screen.lines', ['a', 'b'], 0);
  return made;
}

describe('the trace of a run', () => {
  it('as a Value Change Dump has wires, reals and vectors, in order of time', () => {
    const lines = writeVcd(16e6, PINS, trace(), 160).split('\n');
    expect(lines).toEqual([
      '$version Genie $end',
      '$timescale 100 ps $end',
      '$scope module pins $end',
      '$var wire 1 ! PB5 $end',
      '$upscope $end',
      '$scope module bricks $end',
      '$var real 64 " lampe_d__t_.brightness $end',
      '$var reg 24 # led.colour $end',
      '$upscope $end',
      '$enddefinitions $end',
      '#0',
      '0!',
      'r0 "',
      'b0 #',
      '#10000',
      '1!',
      'b111111110000000000000000 #',
      '#20000',
      'r50 "',
      '#30000',
      '0!',
      '#100000',
      '',
    ]);
  });

  it('as JSON has everything, in cycles', () => {
    expect(traceJson(16e6, PINS, trace(), 160)).toEqual({
      clockHz: 16e6,
      cycles: 160,
      bricks: {
        'lampe d’été.brightness': [
          [0, 0],
          [32, 50],
        ],
        'led.colour': [
          [0, '#000000'],
          [16, '#ff0000'],
        ],
        'screen.lines': [[0, ['a', 'b']]],
      },
      pins: {
        PB5: [
          [16, 1],
          [48, 0],
        ],
      },
    });
  });
});
