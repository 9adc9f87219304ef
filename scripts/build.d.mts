/** False when esbuild is not installed yet. */
export function buildCommand(): Promise<boolean>;
export function linkCommand(): Promise<void>;
