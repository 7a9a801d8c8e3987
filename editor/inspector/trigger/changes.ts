import type { Trigger } from '../../../runtime/contract/index.ts';

export type Wanted = Extract<Trigger, { kind: 'contact-changed' }>['change'];
export const changeKinds = [
  'field',
  'group-joined',
  'group-left',
  'label-added',
  'label-removed',
] as const satisfies readonly Wanted['what'][];

/** Another kind of change, about the same group or label where it was about one. */
export function changeOf(what: Wanted['what'], before: Wanted, first: { group: string; field: string }): Wanted {
  switch (what) {
    case 'field':
      return { what, field: first.field };
    case 'group-joined':
    case 'group-left':
      return { what, group: 'group' in before ? before.group : first.group };
    case 'label-added':
    case 'label-removed':
      return { what, label: 'label' in before ? before.label : first.group };
  }
}
