/**
 * Starts a compiler and waits for it.
 *
 * In: a program, its arguments and folder. Out: exit code and words. Invariants: never hangs longer
 * than the time limit, never keeps more than the output limit, and leaves no process behind, even
 * when this process ends first.
 */
import { spawn } from 'node:child_process';

export interface Finished {
  /** The exit code; null when it was stopped or could not be started. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Why there is no exit code. */
  readonly failure?: 'missing' | 'timeout' | 'output' | 'killed';
}

export interface RunOptions {
  readonly cwd?: string;
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export type RunProgram = (
  program: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<Finished>;

const TIMEOUT_MS = 120_000;
const OUTPUT_BYTES = 32 * 1024 * 1024;

/** Makes a runner; the processes it has under way end with this process. */
export function createRunProgram(environment: Readonly<Record<string, string | undefined>>): RunProgram {
  const running = new Set<() => void>();
  process.once('exit', () => {
    for (const stop of running) stop();
  });

  return (program, args, options = {}) =>
    new Promise((done) => {
      const group = process.platform !== 'win32';
      const child = spawn(program, [...args], {
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        // Messages in English and plain quotes, whatever the user's language: they are parsed.
        env: { ...environment, ...options.env, LC_ALL: 'C', LANG: 'C' },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Its own group, so that the passes which a compiler starts can be stopped with it.
        detached: group,
        windowsHide: true,
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      let bytes = 0;
      let failure: Finished['failure'];

      const stop = (): void => {
        try {
          if (group && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          else child.kill('SIGKILL');
        } catch (reason) {
          // It has just ended by itself: nothing is left to stop.
          if ((reason as NodeJS.ErrnoException).code !== 'ESRCH') throw reason;
        }
      };
      const timer = setTimeout(() => {
        failure = 'timeout';
        stop();
      }, options.timeoutMs ?? TIMEOUT_MS);
      const finish = (code: number | null): void => {
        clearTimeout(timer);
        running.delete(stop);
        const words = { out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') };
        if (failure === undefined && code === null) failure = 'killed';
        done(failure === undefined ? { code, ...words } : { code: null, ...words, failure });
      };
      const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= OUTPUT_BYTES) chunks.push(chunk);
        else if (failure === undefined) {
          failure = 'output';
          stop();
        }
      };
      running.add(stop);
      child.stdout.on('data', keep(out));
      child.stderr.on('data', keep(err));
      child.once('error', () => {
        failure ??= 'missing';
        if (child.pid === undefined) finish(null);
      });
      child.once('close', (code) => finish(code));
    });
}
