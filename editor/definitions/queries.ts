import { useQuery } from '@tanstack/react-query';
import type { Json } from '../../runtime/contract/index.ts';
import { allPages } from '../client/all-pages.ts';
import { call, type AnswerOf, type BodyOf } from '../client/http.ts';
import { queryClient } from '../client/live.ts';
import type { DefinitionKind } from './kinds.ts';

export type FieldType = NonNullable<BodyOf<'PUT /fields/:id'>>['type'];
export const fieldTypes: readonly FieldType[] = ['text', 'number', 'boolean', 'date', 'date-time'];

/** A thing of any kind; what only one kind has is left out of the others. */
export type Definition = {
  id: string;
  name: string;
  updatedAt: string;
  color?: string;
  type?: FieldType;
  value?: Json;
};
export type Given = Omit<Definition, 'updatedAt'>;

/** What every kind's row is known to have; the rest differs by kind. */
type Row = { id: string; updatedAt: string; name?: string; color?: string; type?: string; value?: Json };

const definitionOf = ({ id, updatedAt, name = id, color, type, value }: Row): Definition => ({
  id,
  name,
  updatedAt,
  ...(color !== undefined && { color }),
  ...(type !== undefined && { type: fieldTypes.find((known) => known === type) ?? 'text' }),
  ...(value !== undefined && { value }),
});

type Query = { limit: number; cursor?: string };
type Calls = {
  list(query: Query, signal: AbortSignal): Promise<{ items: readonly Row[]; nextCursor: string | null }>;
  put(given: Given): Promise<unknown>;
  remove(id: string): Promise<unknown>;
};

const calls: { [kind in DefinitionKind]: Calls } = {
  groups: {
    list: (query, signal) => call('GET /groups', { query, signal }),
    put: ({ id, name }) => call('PUT /groups/:id', { params: { id }, body: { name } }),
    remove: (id) => call('DELETE /groups/:id', { params: { id } }),
  },
  labels: {
    list: (query, signal) => call('GET /labels', { query, signal }),
    put: ({ id, name, color }) => call('PUT /labels/:id', { params: { id }, body: { name, ...(color && { color }) } }),
    remove: (id) => call('DELETE /labels/:id', { params: { id } }),
  },
  fields: {
    list: (query, signal) => call('GET /fields', { query, signal }),
    put: ({ id, name, type = 'text' }) => call('PUT /fields/:id', { params: { id }, body: { name, type } }),
    remove: (id) => call('DELETE /fields/:id', { params: { id } }),
  },
  globals: {
    list: (query, signal) => call('GET /globals', { query, signal }),
    put: ({ id, name, value = '' }) => call('PUT /globals/:id', { params: { id }, body: { name, value } }),
    remove: (id) => call('DELETE /globals/:id', { params: { id } }),
  },
  queues: {
    list: (query, signal) => call('GET /queues', { query, signal }),
    put: ({ id, name }) => call('PUT /queues/:id', { params: { id }, body: { name } }),
    remove: (id) => call('DELETE /queues/:id', { params: { id } }),
  },
};

/** Under the server's topic, so that they are read again when anybody changes one. */
export const definitionsQuery = (kind: DefinitionKind) => ({
  queryKey: ['definitions', kind],
  async queryFn({ signal }: { signal: AbortSignal }) {
    const { items, nextCursor } = await allPages((query) => calls[kind].list(query, signal));
    return { items: items.map(definitionOf), nextCursor };
  },
});

export const useDefinitions = (kind: DefinitionKind, enabled = true) =>
  useQuery({ ...definitionsQuery(kind), enabled });

const readAgain = () => queryClient.invalidateQueries({ queryKey: ['definitions'] });

/** Makes it or puts it in the place of the one with its id. */
export async function putDefinition(kind: DefinitionKind, given: Given): Promise<void> {
  await calls[kind].put(given);
  await readAgain();
}

export async function removeDefinition(kind: DefinitionKind, id: string): Promise<void> {
  await calls[kind].remove(id);
  await readAgain();
}

export type Secret = AnswerOf<'GET /workspace/secrets'>['items'][number];

/** The names of secrets; nobody is told their values. */
export const useSecrets = (enabled = true) =>
  useQuery({
    queryKey: ['definitions', 'secrets'],
    queryFn: ({ signal }) => call('GET /workspace/secrets', { signal }),
    enabled,
  });

export async function putSecret(name: string, value: string): Promise<void> {
  await call('PUT /workspace/secrets/:name', { params: { name }, body: { value } });
  await readAgain();
}

export async function removeSecret(name: string): Promise<void> {
  await call('DELETE /workspace/secrets/:name', { params: { name } });
  await readAgain();
}
