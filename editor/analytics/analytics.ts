import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { create } from 'zustand';
import { asId, type FlowId } from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';
import { useFlow } from '../flow/store.ts';

export type Figures = AnswerOf<'GET /flows/:flowId/analytics'>;
export type CardFigures = Figures['cards'][number];
export type EdgeFigures = Figures['edges'][number];
export type Measure = 'passes' | 'people';
/** How many days back, today included. */
export const periods = [1, 7, 30, 90] as const;
export type Period = (typeof periods)[number];

/** What is looked at over the canvas; forgotten with the page. */
export const useAnalytics = create<{
  on: boolean;
  results: boolean;
  measure: Measure;
  days: Period;
  /** Null: all of them. */
  version: number | null;
}>(() => ({ on: false, results: false, measure: 'people', days: 30, version: null }));

// What is looked at is of one flow.
useFlow.subscribe(({ flowId }, before) => {
  if (flowId !== before.flowId) useAnalytics.setState(useAnalytics.getInitialState());
});

export const toggleAnalytics = (): void =>
  useAnalytics.setState(({ on }) => ({ on: !on, results: false, version: null }));

const dayMs = 24 * 60 * 60 * 1_000;

/** The first and the last of so many days, of a calendar in a zone. */
export function spanOf(days: Period, now: number, timeZone: string): { from: string; to: string } {
  const to = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
  return { from: new Date(Date.parse(to) - (days - 1) * dayMs).toISOString().slice(0, 10), to };
}

/** Somebody who looks sees what happens meanwhile. */
const againMs = 15_000;

export const analyticsQuery = (flowId: string, span: { from: string; to: string }, version: number | null) => ({
  queryKey: ['flow', flowId, 'analytics', span.from, span.to, version],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call('GET /flows/:flowId/analytics', {
      params: { flowId: asId<FlowId>(flowId) },
      query: { ...span, ...(version !== null && { version }) },
      signal,
    }),
  refetchInterval: againMs,
});

/** The figures by where they belong, with what a share is taken of. */
export type Placed = {
  figures: Figures;
  edges: ReadonlyMap<string, EdgeFigures>;
  ports: ReadonlyMap<string, EdgeFigures>;
  cards: ReadonlyMap<string, CardFigures>;
  most: { [measure in Measure]: number };
};

export const portKey = (node: string, port: string): string => JSON.stringify([node, port]);

export function placed(figures: Figures): Placed {
  return {
    figures,
    edges: new Map(figures.edges.flatMap((edge) => (edge.edge === null ? [] : [[edge.edge, edge]]))),
    ports: new Map(figures.edges.map((edge) => [portKey(edge.node, edge.port), edge])),
    cards: new Map(figures.cards.map((card) => [card.node, card])),
    most: {
      passes: Math.max(0, ...figures.edges.map(({ passes }) => passes)),
      people: Math.max(0, ...figures.edges.map(({ people }) => people)),
    },
  };
}

/** Width of a line that has `count` of at most `most`: what nobody went along stays thin. */
export const lineWidth = (count: number, most: number): number =>
  count === 0 || most === 0 ? 1.5 : 2 + 8 * Math.sqrt(count / most);

/** Filled by the bar above the canvas, read by each line and card: they ask for their own alone. */
export const usePlaced = create<{ placed: Placed | null }>(() => ({ placed: null }));

/** The figures that are looked at now. */
export function useFigures(zone: string, now: number) {
  const flowId = useFlow((state) => state.flowId) ?? '';
  const days = useAnalytics((state) => state.days);
  const version = useAnalytics((state) => state.version);
  const { from, to } = spanOf(days, now, zone);
  const found = useQuery({ ...analyticsQuery(flowId, { from, to }, version), enabled: flowId !== '' });
  return { ...found, placed: useMemo(() => (found.data ? placed(found.data) : null), [found.data]) };
}

const sizes = new Map<string, Intl.NumberFormat>();
/** 12 400 as 12 mil: there is little room on a line. */
export function compact(count: number, locale: string): string {
  let format = sizes.get(locale);
  if (!format) sizes.set(locale, (format = new Intl.NumberFormat(locale, { notation: 'compact' })));
  return format.format(count);
}
