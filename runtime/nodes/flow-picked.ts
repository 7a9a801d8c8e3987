import type { Reference } from '../contract/index.ts';
import type { ConfigIssue } from './config-parts.ts';

/** Tells that no flow has been picked. */
export const noFlow = (flow: string): ConfigIssue[] =>
  flow === ''
    ? [{ code: 'flow.none-picked', severity: 'error', message: 'No flow has been picked.', path: '/flow' }]
    : [];

export const flowReference = (flow: string): Reference[] =>
  flow === '' ? [] : [{ kind: 'flow', id: flow, path: '/flow' }];
