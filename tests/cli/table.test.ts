import { expect, test } from 'vitest';
import { table } from '../../app/cli/table.ts';

const ROWS = [
  ['led', 'une lampe que tu allumes, quand tu veux ?'],
  ['servo', 'un moteur'],
];

test('a row is a line where there is no terminal', () => {
  expect(table(ROWS)).toBe('led    une lampe que tu allumes, quand tu veux ?\nservo  un moteur\n');
});

test('the last column goes on below itself on a terminal, and a French sign stays with its word', () => {
  expect(table(ROWS, 29)).toBe(
    'led    une lampe que tu\n       allumes, quand tu\n       veux ?\nservo  un moteur\n',
  );
});

test('a terminal that is too narrow gets whole lines', () => {
  expect(table(ROWS, 20)).toBe(table(ROWS));
});
