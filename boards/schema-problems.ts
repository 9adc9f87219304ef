/**
 * What a valibot schema found, in words.
 *
 * In: a schema and an unknown value. Out: one `HardwareProblem` an issue, in the value's order; [] when it fits.
 */
import * as v from 'valibot';
import type { HardwareProblem, PathStep } from './problem.ts';
import { pathText } from './problem.ts';
import type { LocalizedText } from './types.ts';

type Issue = v.BaseIssue<unknown>;

export function schemaProblems(schema: v.GenericSchema, value: unknown): readonly HardwareProblem[] {
  const result = v.safeParse(schema, value);
  return result.success ? [] : result.issues.map(issueProblem);
}

function issueProblem(issue: Issue): HardwareProblem {
  const steps = (issue.path ?? []).map(({ key }): PathStep => (typeof key === 'number' ? key : String(key)));
  const { code, message } = explain(issue, String(steps.at(-1) ?? ''));
  return { code, path: pathText(steps), message };
}

interface Explained {
  readonly code: string;
  readonly message: LocalizedText;
}

function explain(issue: Issue, key: string): Explained {
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return {
      code: 'unknown-key',
      message: { fr: `« ${key} » n’est pas connu ici.`, en: `“${key}” is not known here.` },
    };
  }
  if (issue.received === 'undefined') {
    return { code: 'missing-key', message: { fr: `Il manque « ${key} ».`, en: `“${key}” is missing.` } };
  }
  const bound = 'requirement' in issue ? String(issue.requirement) : '';
  switch (issue.type) {
    case 'min_value':
      return {
        code: 'out-of-range',
        message: { fr: `Il faut ${bound} ou plus.`, en: `This must be ${bound} or more.` },
      };
    case 'max_value':
      return {
        code: 'out-of-range',
        message: { fr: `Il faut ${bound} ou moins.`, en: `This must be ${bound} or less.` },
      };
    case 'min_length':
      return {
        code: 'wrong-length',
        message: { fr: `Il en faut au moins ${bound}.`, en: `This needs at least ${bound}.` },
      };
    case 'max_length':
      return {
        code: 'wrong-length',
        message: { fr: `Il en faut ${bound} au plus.`, en: `This takes at most ${bound}.` },
      };
    case 'regex':
      return {
        code: 'wrong-form',
        message: {
          fr: `${issue.received} n’a pas la forme attendue : ${bound}.`,
          en: `${issue.received} does not have the expected form: ${bound}.`,
        },
      };
    case 'picklist':
    case 'literal':
    case 'variant': {
      const choices = (issue.expected ?? '').replace(/^\(|\)$/g, '');
      return {
        code: 'not-a-choice',
        message: {
          fr: `Il faut l’un de ces mots : ${choices.replaceAll(' | ', ', ')}. ${issue.received} n’en est pas.`,
          en: `This must be one of: ${choices.replaceAll(' | ', ', ')}. ${issue.received} is not.`,
        },
      };
    }
    default:
      return { code: 'wrong-type', message: wrongType(issue) };
  }
}

const TYPE_NAMES: Readonly<Record<string, LocalizedText>> = {
  string: { fr: 'un texte', en: 'a text' },
  number: { fr: 'un nombre', en: 'a number' },
  integer: { fr: 'un nombre entier', en: 'a whole number' },
  finite: { fr: 'un nombre', en: 'a number' },
  boolean: { fr: 'true ou false', en: 'true or false' },
  array: { fr: 'une liste […]', en: 'a list […]' },
  strict_tuple: { fr: 'une liste de cette longueur', en: 'a list of this length' },
  record: { fr: 'un objet {…}', en: 'an object {…}' },
  strict_object: { fr: 'un objet {…}', en: 'an object {…}' },
};

function wrongType(issue: Issue): LocalizedText {
  const name = TYPE_NAMES[issue.type] ?? { fr: issue.expected ?? '', en: issue.expected ?? '' };
  return {
    fr: `Il faut ${name.fr}, pas ${issue.received}.`,
    en: `This must be ${name.en}, not ${issue.received}.`,
  };
}
