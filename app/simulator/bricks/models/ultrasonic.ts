/**
 * Ultrasonic distance sensors: HC-SR04 (trigger and echo) and the one-wire kind (Grove Ranger, PING))).
 *
 * Input `cm`: the distance; from 400 on nothing is in reach and the pulse lasts 38 ms. `silent` 1: no answer.
 * A trigger of 10 µs (one wire: 5 µs; a tenth less still works) is answered after 450 µs by 58 µs a centimetre.
 * Specs: HC-SR04 user manual (ElecFreaks); Grove Ultrasonic Ranger wiki, Parallax #28015.
 */
import { type BrickHost, type BrickModel, type ModelMaker } from '../brick-model.ts';
import { createWaveform } from './waveform.ts';

const HOLD_OFF_US = 450;
const US_PER_CM = 58;
const NO_ECHO_US = 38_000;
const OUT_OF_REACH_CM = 400;

function ultrasonic(host: BrickHost, trigger: number, echo: number, minimumUs: number): BrickModel {
  const isOneWire = trigger === echo;
  const wire = host.contact(echo);
  const resting = isOneWire ? 'pull-down' : 0;
  if (!isOneWire) host.contact(trigger);
  wire.set(resting);
  const wave = createWaveform(host, wire);
  const state = { cm: 100, isSilent: 0, rose: -1, busyUntil: 0 };
  host.onEdge(trigger, (level, cycle) => {
    const isOurs = isOneWire && wire.hold === 1;
    if (isOurs || cycle < state.busyUntil) return;
    if (level === 1) {
      state.rose = cycle;
      return;
    }
    if (state.rose < 0) return;
    const width = cycle - state.rose;
    state.rose = -1;
    if (width < host.us(minimumUs * 0.9)) {
      host.problem('trigger-too-short', `${((width * 1e6) / host.clockHz).toFixed(1)} µs`);
      return;
    }
    if (state.isSilent === 1) return;
    const start = cycle + host.us(HOLD_OFF_US);
    const pulse = host.us(state.cm >= OUT_OF_REACH_CM ? NO_ECHO_US : state.cm * US_PER_CM);
    state.busyUntil = start + pulse;
    wave.play(start, [[1, pulse]], resting);
  });
  return {
    outputs: [],
    inputs: {
      cm: { min: 2, max: OUT_OF_REACH_CM, start: 100 },
      silent: { min: 0, max: 1, start: 0 },
    },
    set(name, value) {
      if (name === 'silent') state.isSilent = value >= 0.5 ? 1 : 0;
      else state.cm = value;
    },
    save: () => ({ state: { ...state }, wave: wave.save() }),
    restore: (saved) => {
      const both = saved as { state: object; wave: unknown };
      Object.assign(state, both.state);
      wave.restore(both.wave);
    },
  };
}

export const distance: ModelMaker = (host) => ultrasonic(host, 0, 1, 10);
export const distanceOneWire: ModelMaker = (host) => ultrasonic(host, 0, 0, 5);
