/**
 * Reads arduino-cli's answers.
 *
 * In: what it printed. Out: the facts we need, or undefined when it is no such answer. Field names
 * changed between 0.35 and 1.x; both are read.
 */
export interface CompileAnswer {
  readonly success: boolean;
  /** GCC's words. */
  readonly errors: string;
  /** arduino-cli's own sentence, "Error during build: exit status 1". */
  readonly reason: string;
  readonly sizes?: { readonly flash: number; readonly ram: number };
}

type Fields = Readonly<Record<string, unknown>>;

export function readCompileAnswer(text: string): CompileAnswer | undefined {
  const answer = fieldsOf(parse(text));
  if (answer === undefined) return undefined;
  const result = fieldsOf(answer['builder_result']);
  const sections = Array.isArray(result?.['executable_sections_size'])
    ? result['executable_sections_size'].map(fieldsOf)
    : [];
  const size = (name: string): unknown => sections.find((section) => section?.['name'] === name)?.['size'];
  const [flash, ram] = [size('text'), size('data')];
  return {
    success: answer['success'] === true,
    errors: textOf(answer['compiler_err']),
    reason: textOf(answer['error']),
    ...(typeof flash === 'number' && typeof ram === 'number' ? { sizes: { flash, ram } } : {}),
  };
}

export const readVersion = (text: string): string | undefined => {
  const version = fieldsOf(parse(text))?.['VersionString'];
  return typeof version === 'string' ? version : undefined;
};

/** The installed version of `platform`, e.g. "arduino:avr". */
export function readPlatformVersion(text: string, platform: string): string | undefined {
  const answer = parse(text);
  const list = Array.isArray(answer) ? answer : fieldsOf(answer)?.['platforms'];
  if (!Array.isArray(list)) return undefined;
  const entry = list.map(fieldsOf).find((fields) => fields?.['id'] === platform);
  const version = entry?.['installed_version'] ?? entry?.['installed'];
  return typeof version === 'string' && version !== '' ? version : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the caller says so in its own words.
    return undefined;
  }
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
