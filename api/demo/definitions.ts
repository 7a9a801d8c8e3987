import type { DefinitionKind } from '../definitions/kinds.ts';

type Needed = { kind: DefinitionKind; id: string; name: string; color?: string; type?: string };

const club: Needed[] = [
  { kind: 'groups', id: 'club', name: 'Club Café Central' },
  { kind: 'groups', id: 'vip', name: 'VIP' },
  { kind: 'fields', id: 'cumpleanos', name: 'Cumpleaños', type: 'date' },
];

/** What the example flows name of their workspace. */
const needed: { [flowId: string]: Needed[] } = {
  'club-de-puntos': [...club, { kind: 'fields', id: 'puntos', name: 'Puntos', type: 'number' }],
  cumpleanos: club,
  echo: [{ kind: 'fields', id: 'pings', name: 'Pings', type: 'number' }],
  soporte: [
    { kind: 'queues', id: 'soporte', name: 'Soporte técnico' },
    { kind: 'labels', id: 'pendiente', name: 'Pendiente', color: '#b45309' },
    { kind: 'labels', id: 'resuelto-por-bot', name: 'Resuelto por el bot', color: '#15803d' },
  ],
  'tienda-catalogo': [{ kind: 'groups', id: 'interesados', name: 'Interesados' }],
};

export const definitionsOf = (flowId: string): readonly Needed[] =>
  Object.hasOwn(needed, flowId) ? (needed[flowId] ?? []) : [];
