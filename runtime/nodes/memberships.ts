import { Type, type Static } from '@sinclair/typebox';
import {
  defineNodeType,
  errorPort,
  fail,
  leave,
  nextPort,
  Slug,
  type Issue,
  type Reference,
} from '../contract/index.ts';

const Ids = Type.Array(Slug, { maxItems: 50 });

/** Ids of groups or labels. */
export const MembershipConfig = Type.Object(
  { add: Type.Optional(Ids), remove: Type.Optional(Ids) },
  { additionalProperties: false },
);
type MembershipConfig = Static<typeof MembershipConfig>;

type Kind = { type: string; icon: string; reference: 'group' | 'label'; patch: 'groups' | 'labels' };

/** A card that puts the contact into groups, or labels it, and takes it out of others. */
export const membershipNode = ({ type, icon, reference, patch }: Kind) =>
  defineNodeType({
    type,
    version: 1,
    config: MembershipConfig,
    initial: {},
    ports: () => [nextPort, errorPort],
    check: membershipIssues,
    async enter({ add = [], remove = [] }) {
      if (add.length + remove.length === 0) return fail('contact.nothing', 'The card changes nothing.');
      const members = Object.fromEntries([...remove.map((id) => [id, false]), ...add.map((id) => [id, true])]);
      return leave(nextPort.id, {
        effects: [{ kind: 'contact.update', patch: { [patch]: members } }],
        values: { [patch]: members },
      });
    },
    texts: { templates: [], expressions: [] },
    references: ({ add = [], remove = [] }) => [
      ...add.map((id, index): Reference => ({ kind: reference, id, path: `/add/${index}` })),
      ...remove.map((id, index): Reference => ({ kind: reference, id, path: `/remove/${index}` })),
    ],
    editor: {
      label: `nodes.${type}.label`,
      group: 'actions',
      icon,
      form: [
        { key: 'add', widget: 'pick-many', names: patch },
        { key: 'remove', widget: 'pick-many', names: patch },
      ],
      preview: () => null,
      summary: ({ add = [], remove = [] }) => ({
        key: `nodes.${type}.summary`,
        params: { names: [...add.map((id) => `+${id}`), ...remove.map((id) => `−${id}`)].join(' ') },
      }),
    },
  });

function membershipIssues({ add = [], remove = [] }: MembershipConfig): Omit<Issue, 'node'>[] {
  if (add.length + remove.length === 0)
    return [{ code: 'contact.nothing', severity: 'error', message: 'The card changes nothing.', path: '' }];
  return remove.flatMap((id, index): Omit<Issue, 'node'>[] =>
    add.includes(id)
      ? [
          {
            code: 'membership.both',
            severity: 'error',
            message: `"${id}" is both added and removed.`,
            path: `/remove/${index}`,
            params: { id },
          },
        ]
      : [],
  );
}
