/**
 * This computer as the pipeline sees it: files, clock, folders, toolchains.
 *
 * In: the folder of the running program. Out: a Host; tests make their own. One per process.
 */
import { homedir, availableParallelism, tmpdir } from 'node:os';
import type { Language } from '../../compiler/program/model.ts';
import type { FirmwareTemplates } from '../../compiler/sketch.ts';
import { toolchains } from '../../compiler/toolchains/index.ts';
import { createRunProgram, type RunProgram } from '../../compiler/toolchains/run-program.ts';
import type { Toolchain } from '../../compiler/toolchains/toolchain.ts';
import type { Transport } from '../device/transport.ts';
import { cacheFolder, kitFolder, systemLanguage, type Surroundings } from './environment.ts';
import { nodeFiles, type HostFiles } from './host-files.ts';
import { findTemplates, readTemplates } from './read-templates.ts';

export interface Host {
  readonly surroundings: Surroundings;
  readonly language: Language;
  readonly files: HostFiles;
  /** Milliseconds, rising. */
  readonly now: () => number;
  readonly cacheFolder: string;
  readonly kitFolder: string;
  /** Where templates() reads; undefined when the installation is incomplete. */
  readonly templatesFolder: string | undefined;
  readonly templates: () => Promise<FirmwareTemplates>;
  /** In order of preference. */
  readonly toolchains: readonly Toolchain[];
  readonly run: RunProgram;
  /** Other ports than this computer's. */
  readonly ports?: Transport;
}

export async function createHost(programFolder: string): Promise<Host> {
  const surroundings: Surroundings = {
    variables: process.env,
    platform: process.platform,
    homeFolder: homedir(),
    temporaryFolder: tmpdir(),
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
  };
  const run = createRunProgram(process.env);
  const templatesFolder = await findTemplates(programFolder);
  const now = (): number => performance.now();
  const templates = (): Promise<FirmwareTemplates> =>
    templatesFolder === undefined ? Promise.resolve({}) : readTemplates(templatesFolder);
  return {
    surroundings,
    language: systemLanguage(surroundings),
    files: nodeFiles,
    now,
    cacheFolder: cacheFolder(surroundings),
    kitFolder: kitFolder(surroundings),
    templatesFolder,
    templates,
    toolchains: toolchains({
      variables: process.env,
      platform: process.platform,
      homeFolder: surroundings.homeFolder,
      cacheFolder: cacheFolder(surroundings),
      temporaryFolder: surroundings.temporaryFolder,
      jobs: Math.min(availableParallelism(), 4),
      run,
      now,
      templates,
    }),
    run,
  };
}
