import { describe, expect, it } from 'vitest';
import { unoGrove } from '../../boards/bases/uno-grove.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import { checkPlacement } from '../../boards/placement/check-placement.ts';
import { PLACEMENT_CODES, type PlacementProblem } from '../../boards/placement/placement-problem.ts';
import { portsThatFit } from '../../boards/placement/ports-that-fit.ts';
import { signalsOf } from '../../boards/placement/signals-of.ts';
import { claimsClash } from '../../boards/placement/timer-claims.ts';
import type { Kit, PluggedBrick } from '../../boards/types.ts';

const kitOf = (id: string): Kit => {
  const kit = builtInKit(id);
  if (kit === undefined) throw new Error(`no board ${id}`);
  return kit;
};
const base = kitOf('genie-base');

/** "led@1" → a LED on port 1, called led1 by its place in the list. */
const plug = (...places: readonly string[]): PluggedBrick[] =>
  places.map((place, index) => {
    const [type = '', port = ''] = place.split('@');
    return { id: `${type}${index + 1}`, type, port };
  });

const using = (brick: string, ...actions: readonly string[]) => ({
  actions: new Map([[brick, new Set(actions)]]),
});

const brief = (problems: readonly PlacementProblem[]) =>
  problems.map(({ code, brick, otherBrick, alternatives }) => [code, brick, otherBrick, alternatives]);

describe('bricks on ports', () => {
  it('accepts a base with every port taken sensibly', () => {
    const bricks = plug(
      'led@1',
      'servo@2',
      'motor@3',
      'lcd@4',
      'potentiometer@6',
      'joystick@7',
      'button@8',
      'distance@9',
      'infrared@10',
    );
    expect(checkPlacement(base, bricks, using('led1', 'brightness'))).toEqual([]);
  });

  it('rejects a brick that is not in the kit', () => {
    expect(brief(checkPlacement(base, plug('laser@1')))).toEqual([
      ['unknown-brick-type', 'laser1', undefined, []],
    ]);
  });

  it('rejects a port that is not on the board and names the ones that would do', () => {
    const [problem] = checkPlacement(base, plug('infrared@11'));
    expect(problem?.code).toBe('unknown-port');
    expect(problem?.alternatives).toEqual(['9', '10']);
    expect(problem?.message.fr).toBe(
      '« Récepteur infrarouge » : il n’y a pas de port « 11 » sur cette base. Choisis le port ◆ 9 ou ◆ 10.',
    );
  });

  it('rejects a servo on a port without PWM', () => {
    const [problem] = checkPlacement(base, plug('servo@6'));
    expect(problem).toMatchObject({ code: 'port-lacks-capability', alternatives: ['1', '2', '3'] });
    expect(problem?.message.en).toBe(
      '“Servo” does not work on port ▲ 6: it cannot drive a brick. Choose port ● 1, ● 2 or ● 3.',
    );
  });

  it('rejects a two-wire brick on a single pin and names pairs', () => {
    const [problem] = checkPlacement(kitOf('uno'), plug('distance@D2'));
    expect(problem?.code).toBe('port-has-too-few-wires');
    expect(problem?.alternatives).toContain('D2+D3');
    expect(problem?.alternatives).not.toContain('D2');
  });

  it('rejects an LCD away from the bus', () => {
    const [problem] = checkPlacement(kitOf('uno'), plug('lcd@A4+A5'));
    expect(problem).toMatchObject({ code: 'port-lacks-capability', alternatives: ['I2C'] });
  });

  it('rejects a port taken twice: the later brick should move', () => {
    expect(brief(checkPlacement(base, plug('motor@3', 'servo@3')))).toEqual([
      ['port-taken', 'servo2', 'motor1', ['1', '2']],
    ]);
  });

  it('rejects two bricks that share a wire of neighbouring Grove sockets', () => {
    const grove = kitOf('uno-grove');
    const [problem] = checkPlacement(grove, plug('distance@D2', 'led@D3'));
    expect(problem).toMatchObject({ code: 'pins-shared', brick: 'led2', otherBrick: 'distance1' });
    expect(problem?.message.fr).toMatch(
      /^« LED » \(port ⬟ D3\) et « Capteur de distance » \(port ◆ D2\) se partagent un fil\. Mets « LED » sur le port/,
    );
    expect(problem?.alternatives).toEqual(['D4', 'D5', 'D6', 'D7', 'D8', 'A0', 'A1', 'A2', 'A3']);
  });

  it('accepts one-wire bricks on neighbouring Grove sockets', () => {
    expect(checkPlacement(kitOf('uno-grove'), plug('led@D2', 'button@D3', 'led@D4', 'light@A3'))).toEqual([]);
  });

  it('sees that A3’s second wire is the I2C bus', () => {
    expect(brief(checkPlacement(kitOf('uno-grove'), plug('lcd@I2C-1', 'joystick@A3')))).toEqual([
      ['pins-shared', 'joystick2', 'lcd1', ['A0', 'A1', 'A2']],
    ]);
  });

  it('sees that D4 and A6 of a Leonardo are one wire', () => {
    const leonardo = kitOf('leonardo');
    const board = {
      ...leonardo.board,
      ports: [
        { id: 'D4', signals: [{ pin: 4, capabilities: ['digital-out' as const] }] },
        { id: 'A6', signals: [{ pin: 24, capabilities: ['analog-in' as const] }] },
      ],
    };
    expect(brief(checkPlacement({ ...leonardo, board }, plug('led@D4', 'light@A6')))).toEqual([
      ['pins-shared', 'light2', 'led1', []],
    ]);
  });

  it('does not compare a brick that does not fit with the others', () => {
    expect(checkPlacement(base, plug('servo@6', 'light@6')).map(({ code }) => code)).toEqual([
      'port-lacks-capability',
    ]);
  });

  it('rejects the same mark twice', () => {
    const twice = [
      { id: 'a', type: 'led', port: '1' },
      { id: 'a', type: 'led', port: '2' },
    ];
    expect(checkPlacement(base, twice).map(({ code }) => code)).toEqual(['brick-id-twice']);
  });

  it('uses the child’s own names', () => {
    const named = plug('led@1', 'led@1').map((brick, n) => ({ ...brick, name: ['Nez', 'Œil'][n] ?? '' }));
    expect(checkPlacement(base, named)[0]?.message.fr).toBe(
      'Le port ● 1 est déjà pris par « Nez ». Mets « Œil » sur le port ● 2, ● 3, ◆ 9 ou ◆ 10.',
    );
    expect(checkPlacement(base, plug('led@1', 'led@1'))[0]?.message.fr).toBe(
      'Le port ● 1 est déjà pris par une autre brique « LED ». Mets « LED » sur le port ● 2, ● 3, ◆ 9 ou ◆ 10.',
    );
  });

  it('knows a port whose name was written in small letters', () => {
    expect(checkPlacement(kitOf('uno'), plug('led@d3'))[0]?.message.fr).toBe(
      '« LED » : il n’y a pas de port « d3 » sur cette base. Choisis le port ⬟ D3.',
    );
  });

  it('says when every fitting port is taken, and when the board has none', () => {
    const full = plug('servo@1', 'led@2', 'led@3', 'motor@3');
    expect(checkPlacement(base, full)[0]?.message.en).toMatch(
      /No free port fits: unplug another brick first\.$/,
    );
    const noPwm = { ...base, board: { ...base.board, ports: base.board.ports.slice(3) } };
    expect(checkPlacement(noPwm, plug('servo@9'))[0]?.message.en).toMatch(/No port of this base fits\.$/);
  });
});

describe('bricks on the I2C bus', () => {
  const two = (first: string, second: string, ports: readonly [string, string]): PluggedBrick[] => [
    { id: 'a', type: 'lcd', port: ports[0], settings: { ADDRESS: first } },
    { id: 'b', type: 'lcd', port: ports[1], settings: { ADDRESS: second } },
  ];

  it('live together with different addresses', () => {
    expect(checkPlacement(base, two('0x27', '0x3F', ['4', '5']))).toEqual([]);
  });

  it('are a problem with the same address, also by default', () => {
    expect(brief(checkPlacement(base, two('0x27', '0x27', ['4', '5'])))).toEqual([
      ['address-taken', 'b', 'a', []],
    ]);
    expect(checkPlacement(base, plug('lcd@4', 'lcd@5'))[0]?.message.fr).toMatch(/: 0x27 ou 0x3F\.$/);
  });

  it('take a free socket rather than a taken one', () => {
    expect(brief(checkPlacement(base, two('0x27', '0x3F', ['4', '4'])))).toEqual([
      ['port-taken', 'b', 'a', ['5']],
    ]);
  });

  it('share the only I2C port of a bare board', () => {
    expect(checkPlacement(kitOf('uno'), two('0x27', '0x3F', ['I2C', 'I2C']))).toEqual([]);
    expect(portsThatFit(kitOf('uno'), { id: 'lcd' }, plug('lcd@I2C')).map(({ id }) => id)).toEqual(['I2C']);
  });

  it('do not share their wires with a LED', () => {
    expect(checkPlacement(kitOf('uno'), plug('lcd@I2C', 'led@A4')).map(({ code }) => code)).toEqual([
      'pins-shared',
    ]);
  });
});

describe('timers', () => {
  it('serve several servos', () => {
    expect(checkPlacement(base, plug('servo@1', 'servo@2', 'servo@3'))).toEqual([]);
  });

  it('serve one buzzer: a second is one too many wherever it is', () => {
    expect(brief(checkPlacement(base, plug('buzzer@1', 'buzzer@9')))).toEqual([
      ['timer-taken', 'buzzer2', 'buzzer1', []],
    ]);
  });

  it('are three different ones for servo, tone and time: they live together', () => {
    expect(checkPlacement(base, plug('servo@1', 'buzzer@9'))).toEqual([]);
  });

  it('clash between roles on one timer, or when one of two does not share', () => {
    const servo = { timer: 1, role: 'servo' as const, shared: true };
    const tone = { timer: 1, role: 'tone' as const, shared: true };
    expect(claimsClash(servo, servo)).toBe(false);
    expect(claimsClash(servo, tone)).toBe(true);
    expect(claimsClash(servo, { ...servo, shared: false })).toBe(true);
    expect(claimsClash(servo, { ...tone, timer: 2 })).toBe(false);
  });

  it('take PWM from a pin: a LED that dims leaves D9 when a servo is there', () => {
    const bricks = plug('led@3', 'servo@1');
    expect(checkPlacement(base, bricks)).toEqual([]);
    expect(checkPlacement(base, bricks, using('led1', 'on', 'off'))).toEqual([]);
    const problems = checkPlacement(base, bricks, using('led1', 'brightness'));
    expect(brief(problems)).toEqual([['pwm-timer-taken', 'led1', 'servo2', ['2']]]);
    expect(problems[0]?.action).toBe('brightness');
    expect(problems[0]?.message.fr).toBe(
      '« LED » ne peut pas « briller à » sur le port ● 3 : « Servomoteur » se sert de la même horloge. Choisis le port ● 2.',
    );
  });

  it('take PWM from D3 and D11 for a buzzer, and from D9 and D10 for a servo, on a 328P', () => {
    const uno = kitOf('uno');
    const dimmed = (port: string, taker: string): string[] =>
      checkPlacement(uno, plug(`led@${port}`, taker), using('led1', 'brightness')).map(({ code }) => code);
    for (const port of ['D3', 'D11'])
      expect([port, ...dimmed(port, 'buzzer@D2')]).toEqual([port, 'pwm-timer-taken']);
    for (const port of ['D9', 'D10'])
      expect([port, ...dimmed(port, 'servo@D5')]).toEqual([port, 'pwm-timer-taken']);
    for (const port of ['D5', 'D6', 'D9', 'D10'])
      expect([port, ...dimmed(port, 'buzzer@D2')]).toEqual([port]);
    for (const port of ['D3', 'D5', 'D6', 'D11']) expect([port, ...dimmed(port, 'servo@D9')]).toEqual([port]);
  });

  it('take PWM elsewhere on a Mega: D44 to D46 for a servo', () => {
    const mega = kitOf('mega');
    const dimmed = (port: string): number =>
      checkPlacement(mega, plug(`led@${port}`, 'servo@D2'), using('led1', 'brightness')).length;
    expect([dimmed('D44'), dimmed('D45'), dimmed('D46'), dimmed('D11')]).toEqual([1, 1, 1, 0]);
  });

  it('leave a motor on D9 only its stop while a servo is there', () => {
    const bricks = plug('servo@1', 'motor@3');
    expect(checkPlacement(base, bricks, using('motor2', 'stop'))).toEqual([]);
    expect(brief(checkPlacement(base, bricks, using('motor2', 'run')))).toEqual([
      ['pwm-timer-taken', 'motor2', 'servo1', ['2']],
    ]);
  });
});

describe('actions, limits and settings', () => {
  it('lets a LED shine on a port without PWM, but not dim', () => {
    const bricks = plug('led@9');
    expect(checkPlacement(base, bricks, using('led1', 'on'))).toEqual([]);
    expect(brief(checkPlacement(base, bricks, using('led1', 'brightness')))).toEqual([
      ['action-needs-capability', 'led1', undefined, ['1', '2', '3']],
    ]);
  });

  it('stops at a brick type’s limit', () => {
    const problems = checkPlacement(base, plug('infrared@9', 'infrared@10'));
    expect(brief(problems)).toEqual([['too-many-of-a-kind', 'infrared2', undefined, []]]);
    expect(problems[0]?.message.fr).toMatch(
      /^Un programme peut avoir 1 brique « Récepteur infrarouge » au plus\./,
    );
  });

  it.each([
    ['led-strip', { COUNT: 61 }, 'setting-out-of-range'],
    ['led-strip', { COUNT: 1.5 }, 'setting-out-of-range'],
    ['led-strip', { COUNT: '8' }, 'setting-out-of-range'],
    ['button', { LEVEL: 'middle' }, 'setting-out-of-range'],
    ['button', { COUNT: 3 }, 'unknown-setting'],
  ])('rejects a %s with %o', (type, settings, code) => {
    const port = type === 'button' ? '6' : '1';
    const problems = checkPlacement(base, [{ id: 'x', type, port, settings }]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('accepts settings within their range', () => {
    const strip = { id: 'x', type: 'led-strip', port: '1', settings: { COUNT: 60 } };
    expect(checkPlacement(base, [strip])).toEqual([]);
  });
});

describe('the ports that light up', () => {
  const ids = (kit: Kit, type: string, ...plugged: readonly string[]): string[] =>
    portsThatFit(kit, { id: type }, plug(...plugged)).map(({ id }) => id);

  it('are those where the brick works beside the others', () => {
    expect(ids(base, 'led')).toEqual(['1', '2', '3', '9', '10']);
    expect(ids(base, 'led', 'motor@1', 'dht@9')).toEqual(['2', '3', '10']);
    expect(ids(base, 'lcd', 'lcd@4')).toEqual(['5']);
  });

  it('count PWM when the program dims the brick', () => {
    const ports = portsThatFit(base, { id: 'led' }, plug('servo@1'), new Set(['brightness']));
    expect(ports.map(({ id }) => id)).toEqual(['2']);
  });

  it('are single pins for one wire and pairs for two, on a bare board', () => {
    expect(ids(kitOf('uno'), 'led')).not.toContain('D2+D3');
    expect(ids(kitOf('uno'), 'encoder')).toEqual(['D2+D3', 'D3+D4']);
    expect(ids(kitOf('uno'), 'encoder', 'led@D3')).toEqual([]);
  });

  it('are none for a second buzzer or a second infrared receiver', () => {
    expect(ids(base, 'buzzer', 'buzzer@1')).toEqual([]);
    expect(ids(base, 'infrared', 'infrared@9')).toEqual([]);
  });

  it('are none for a brick nobody knows', () => {
    expect(ids(base, 'laser')).toEqual([]);
  });
});

describe('the pins a driver gets', () => {
  it('are the port’s first wires, as many as the brick has', () => {
    expect(signalsOf(base, { type: 'led', port: '1' })).toEqual([5]);
    expect(signalsOf(base, { type: 'motor', port: '1' })).toEqual([5, 4]);
    expect(signalsOf({ board: unoGrove, bricks: BRICK_TYPES }, { type: 'distance', port: 'D7' })).toEqual([
      7, 8,
    ]);
  });

  it('are none on a bus, for unknown bricks and ports, or when wires are missing', () => {
    expect(signalsOf(base, { type: 'lcd', port: '4' })).toEqual([]);
    expect(signalsOf(base, { type: 'laser', port: '1' })).toEqual([]);
    expect(signalsOf(base, { type: 'led', port: '0' })).toEqual([]);
    expect(signalsOf(kitOf('uno'), { type: 'distance', port: 'D2' })).toEqual([]);
  });
});

it('every placement code is provoked by a test here', async () => {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL(import.meta.url), 'utf8');
  for (const code of PLACEMENT_CODES) expect(text).toContain(`'${code}'`);
});
