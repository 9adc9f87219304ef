/**
 * The schema of scenarios as JSON Schema, for editors and for whoever writes scenarios by program.
 *
 * In: the schema that `readScenario` checks with. Out: docs/scenario.schema.json as an object. It is made from
 * the validator itself, so that the two say the same; a kind of schema that is not known here is an error.
 * Spec: JSON Schema 2020-12.
 */
import { expectationSchema, scenarioSchema } from './scenario.ts';

type Json = Record<string, unknown>;

/** What of valibot's objects is read here. */
interface Part {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly items?: readonly Part[];
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly wrapped?: Part;
  readonly pipe?: readonly (Part & { readonly requirement?: unknown })[];
  readonly getter?: (input: unknown) => Part;
}

const RULES: Readonly<Record<string, readonly [number: string, list: string, text: string]>> = {
  min_value: ['minimum', '', ''],
  max_value: ['maximum', '', ''],
  min_length: ['', 'minItems', 'minLength'],
  max_length: ['', 'maxItems', 'maxLength'],
};

export function scenarioJsonSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Génie scenario',
    description: 'What is done to the bricks over time, and what must be seen: docs/scenarios.md.',
    ...convert(scenarioSchema),
    $defs: { expectation: convert(inside(expectationSchema)) },
  };
}

const inside = (part: Part): Part => part.getter?.(undefined) ?? part;

function convert(part: Part): Json {
  const [, ...rules] = part.pipe ?? [];
  return { ...bare(part), ...Object.assign({}, ...rules.map((rule) => convertRule(rule, part.type))) };
}

function bare(part: Part): Json {
  switch (part.type) {
    case 'number':
    case 'string':
    case 'boolean':
      return { type: part.type };
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { enum: part.options };
    case 'array':
      return { type: 'array', items: convert(known(part.item)) };
    case 'strict_tuple': {
      const items = (part.items ?? []).map(convert);
      return { type: 'array', prefixItems: items, items: false, minItems: items.length };
    }
    case 'union':
      return { anyOf: (part.options as readonly Part[]).map(convert) };
    case 'variant':
      return { oneOf: (part.options as readonly Part[]).map(convert) };
    case 'lazy':
      return { $ref: '#/$defs/expectation' };
    case 'exact_optional':
      return convert(known(part.wrapped));
    case 'strict_object': {
      const entries = Object.entries(part.entries ?? {});
      return {
        type: 'object',
        properties: Object.fromEntries(entries.map(([key, value]) => [key, convert(value)])),
        required: entries.filter(([, { type }]) => type !== 'exact_optional').map(([key]) => key),
        additionalProperties: false,
      };
    }
    default:
      throw new RangeError(`no JSON Schema for ${part.type}`);
  }
}

function convertRule({ type, requirement }: Part & { readonly requirement?: unknown }, of: string): Json {
  if (type === 'integer') return { type: 'integer' };
  // JSON has no other numbers.
  if (type === 'finite') return {};
  const name = RULES[type]?.[of === 'number' ? 0 : of === 'array' ? 1 : 2];
  if (name === undefined || name === '') throw new RangeError(`no JSON Schema for ${type} of ${of}`);
  return { [name]: requirement };
}

function known(part: Part | undefined): Part {
  if (part === undefined) throw new RangeError('a schema without its inner one');
  return part;
}
