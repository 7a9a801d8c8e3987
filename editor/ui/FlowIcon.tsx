import { createReactComponent } from '@tabler/icons-react';

/** A flow: from one card to two. */
export const FlowIcon = createReactComponent('outline', 'cauce-flow', 'CauceFlow', [
  ['rect', { x: '3.5', y: '9.5', width: '5', height: '5', rx: '1', key: 'from' }],
  ['rect', { x: '15.5', y: '4', width: '5', height: '5', rx: '1', key: 'above' }],
  ['rect', { x: '15.5', y: '15', width: '5', height: '5', rx: '1', key: 'below' }],
  ['path', { d: 'M8.5 12H12M15.5 6.5H13.5A1.5 1.5 0 0 0 12 8v8a1.5 1.5 0 0 0 1.5 1.5h2', key: 'ways' }],
]);
