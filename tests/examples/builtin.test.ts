/** Every example built by the built-in compiler does what its observe.md promises. */
import { playExamples } from './play-examples.ts';

playExamples('builtin');
