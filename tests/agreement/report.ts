/**
 * What a failing property says: the seed that finds the program again, the least program that still
 * fails, as JSON and as C++.
 */
import type { Program } from '../../compiler/program/model.ts';
import { shrinkWhile } from '../random/shrink-program.ts';
import { mainText, megaKit, sketchOf } from './agreement-kit.ts';

export function report(
  what: string,
  where: string,
  program: Program,
  fails: (program: Program) => boolean,
): Error {
  return reportSmall(what, where, shrinkWhile(program, fails));
}

export function reportSmall(what: string, where: string, program: Program): Error {
  return new Error(`${what}\n${where}\n${JSON.stringify(program)}\n${cppOf(program)}`);
}

function cppOf(program: Program): string {
  try {
    return mainText(sketchOf(program, megaKit));
  } catch (error) {
    return String(error).slice(0, 2000);
  }
}
