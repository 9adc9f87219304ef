/** What people type where JSON wants something else, each with a sentence that mends it, and its place. */
import { describe, expect, it } from 'vitest';
import { parseKit } from '../../boards/kit/parse-kit.ts';

const GOOD = `{
  "format": "genie-kit",
  "version": 1,
  "id": "box",
  "name": "Box",
  "basedOn": "uno",
  "ports": [
    { "id": "1", "pins": ["D5"] },
    { "id": "2", "pins": ["A0"] }
  ]
}
`;

const said = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not in the file: ${from}`);
  const [problem, ...others] = parseKit(GOOD.replace(from, to)).problems;
  expect(others).toEqual([]);
  return `${problem?.line}:${problem?.column} ${problem?.message.fr}`;
};

const QUOTES = 'Ces guillemets ne sont pas droits : efface-les et tape ", dans un éditeur de texte simple.';
const LAST_COMMA = 'Enlève cette virgule : c’est le dernier.';

describe('a slip in a kit file', () => {
  it('is none in the file as it is', () => {
    expect(parseKit(GOOD).problems).toEqual([]);
  });

  // prettier-ignore
  it.each([
    ['a missing comma', '"box",', '"box"', '4:14 Il manque une virgule ici.'],
    ['a missing comma between ports', '},', '}', '8:34 Il manque une virgule ici.'],
    ['a comma after the last', '["A0"] }', '["A0"] },', `9:34 ${LAST_COMMA}`],
    ['a comma after the last name', '["A0"] }', '["A0"], }', `9:32 ${LAST_COMMA}`],
    ['two commas', '"box",', '"box",,', '4:15 Enlève cette virgule : il n’y a rien entre deux virgules.'],
    ['a semicolon', '"box",', '"box";', '4:14 Mets une virgule au lieu de « ; ».'],
    ['curled quotes', '"id": "box"', '“id”: “box”', `4:3 ${QUOTES}`],
    ['curled quotes in a value', '"box"', '“box”', `4:9 ${QUOTES}`],
    ['French quotes', '"box"', '« box »', `4:9 ${QUOTES}`],
    ['single quotes', '"box"', "'box'", '4:9 Mets des guillemets doubles " au lieu de \'.'],
    ['no quotes', '"box"', 'box', '4:9 Ce mot doit être entre guillemets droits, comme "id".'],
    ['a pin without quotes', '"D5"', 'D5', '8:27 Ce mot doit être entre guillemets droits, comme "id".'],
    ['a remark', '"box",', '"box", // mine', '4:16 Pas de commentaire ici : mets tes remarques dans "notes".'],
    ['an equals sign', '"id": "box"', '"id" = "box"', '4:8 Après "id" il faut « : ».'],
    ['a special space', ': "box"', ':\u00a0"box"', '4:8 Ici se cache une espace spéciale : efface-la et tape une espace.'],
    ['a tab in a text', '"Box"', '"B\tx"', '5:11 Dans ce texte se cache une tabulation ou un autre signe invisible : efface-le.'],
    ['a backslash', '"Box"', '"B\\x"', '5:11 Dans un texte, écris / au lieu de \\.'],
    ['a text that does not end', '"box",', '"box,', '4:9 Ce texte ne se ferme pas avec " sur la même ligne.'],
    ['a bracket that is missing', '["D5"]', '["D5"', '8:32 Il manque « ] » pour fermer le « [ » de la ligne 8.'],
    ['the end that is missing', ']\n}', ']', '11:1 Il manque « } » pour fermer le « { » de la ligne 1.'],
    ['a pin without brackets', '["D5"]', '"D5"', '8:26 Ici il faut une liste entre crochets, comme ["A0"].'],
    ['nothing at all', GOOD, ' \n', '1:1 Ce fichier est vide.'],
  ])('is explained: %s', (_, from, to, sentence) => {
    expect(said(from, to)).toBe(sentence);
  });
});
