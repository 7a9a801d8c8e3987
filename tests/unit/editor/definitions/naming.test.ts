import { expect, test } from '@jest/globals';
import { freeId, idProblem, proposedId, writtenAs } from '../../../../editor/definitions/naming.ts';

test('a name proposes an id that its kind may have', () => {
  expect(proposedId('groups', ' Clientes Más fieles ')).toBe('clientes-mas-fieles');
  expect(proposedId('globals', 'Costo de envío')).toBe('costo_de_envio');
  expect(proposedId('fields', '2.º apellido')).toBe('_2_apellido');
  expect(proposedId('fields', `1${'a'.repeat(80)}`)).toHaveLength(64);
  expect([proposedId('groups', '¿?'), proposedId('globals', '')]).toEqual(['', '']);
});

test('a proposed id that is taken gets a number', () => {
  expect(freeId('groups', 'VIP', new Set())).toBe('vip');
  expect(freeId('groups', 'VIP', new Set(['vip']))).toBe('vip-2');
  expect(freeId('globals', 'VIP', new Set(['vip', 'vip_2']))).toBe('vip_3');
  const long = 'a'.repeat(64);
  expect(freeId('labels', long, new Set([long]))).toBe(`${'a'.repeat(60)}-2`);
  expect(freeId('labels', '!', new Set())).toBe('');
});

test('what is wrong with an id is said by its kind', () => {
  const taken = new Set(['vip', 'costo']);
  expect(idProblem('groups', '', taken)).toBe('missing');
  expect(idProblem('groups', 'Vip', taken)).toBe('slug');
  expect(idProblem('groups', 'a'.repeat(65), taken)).toBe('slug');
  expect(idProblem('groups', 'vip', taken)).toBe('taken');
  expect(idProblem('groups', 'a'.repeat(64), taken)).toBeUndefined();
  expect(idProblem('globals', 'con-guion', taken)).toBe('name');
  expect(idProblem('secrets', '1st', taken)).toBe('name');
  expect(idProblem('globals', 'costo', taken)).toBe('taken');
  expect(idProblem('secrets', 'CRM_TOKEN', taken)).toBeUndefined();
});

test('what flows write is shown as they write it', () => {
  expect(writtenAs('globals', 'costo')).toBe('{{ globals.costo }}');
  expect(writtenAs('fields', 'cumple')).toBe('{{ contact.fields.cumple }}');
  expect(writtenAs('secrets', 'crm-token')).toBe('{{ secrets.`crm-token` }}');
  expect(writtenAs('groups', 'vip')).toBeUndefined();
});
