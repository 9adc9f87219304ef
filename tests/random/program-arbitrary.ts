/**
 * Random programs as a fast-check arbitrary: seeded by fast-check, shrunk by structure.
 *
 * In: a flavour. Out: an Arbitrary of well-typed programs.
 */
import fc from 'fast-check';
import type { Program } from '../../compiler/program/model.ts';
import { ChoiceSource } from './choice-source.ts';
import { randomConcurrent } from './random-concurrent.ts';
import { randomProgram } from './random-program.ts';
import { smallerPrograms } from './shrink-program.ts';

class ProgramArbitrary extends fc.Arbitrary<Program> {
  constructor(private readonly make: (choices: ChoiceSource) => Program) {
    super();
  }

  override generate(random: fc.Random): fc.Value<Program> {
    return new fc.Value(this.make(new ChoiceSource(random)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Program {
    return typeof value === 'object' && value !== null && 'scripts' in value;
  }

  override shrink(program: Program): fc.Stream<fc.Value<Program>> {
    return fc.stream(smallerPrograms(program)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

export type ProgramFlavour = 'anything' | 'sequential' | 'concurrent';

export const arbitraryProgram = (flavour: ProgramFlavour): fc.Arbitrary<Program> =>
  new ProgramArbitrary((choices) =>
    flavour === 'concurrent' ? randomConcurrent(choices) : randomProgram(choices, flavour),
  );

/** `count` programs; the same seed gives the same programs. */
export const samplePrograms = (flavour: ProgramFlavour, seed: number, count: number): Program[] =>
  fc.sample(arbitraryProgram(flavour), { seed, numRuns: count });
