import { defineNodeType, leave, otherPort, type Port } from '../../contract/index.ts';
import { emptyText, repeatedIds, type ConfigIssue } from '../config-parts.ts';
import { DecideGroupConfig } from './schema.ts';

export const decideGroup = defineNodeType({
  type: 'decide-group',
  version: 1,
  config: DecideGroupConfig,
  initial: { groups: [] },
  ports: ({ groups }) => [
    ...groups.map(({ id, group, name }): Port => ({ id, label: name || group, literal: true })),
    otherPort,
  ],
  check: ({ groups }) => [
    ...(groups.length === 0
      ? [{ code: 'groups.none', severity: 'warning' as const, message: 'No group is chosen yet.', path: '/groups' }]
      : []),
    ...repeatedIds(groups, (index) => `/groups/${index}`),
    ...groups.flatMap(({ group, name }, index): ConfigIssue[] => {
      if (group === '' || groups.findIndex((other) => other.group === group) === index)
        return emptyText(group, `/groups/${index}/group`);
      return [
        {
          code: 'groups.repeated',
          severity: 'warning',
          message: `"${name || group}" stands here twice; the second way is never taken.`,
          path: `/groups/${index}/group`,
          params: { name: name || group },
        },
      ];
    }),
  ],
  references: ({ groups }) =>
    groups.flatMap(({ group }, index) =>
      group === '' ? [] : [{ kind: 'group' as const, id: group, path: `/groups/${index}/group` }],
    ),
  async enter({ groups }, { contact }) {
    const found = groups.find(({ group }) => contact.groups.includes(group));
    const port = found?.id ?? otherPort.id;
    return leave(port, { values: { port, ...(found && { group: found.group }) } });
  },
  texts: { templates: [], expressions: [] },
  editor: {
    label: 'nodes.decide-group.label',
    group: 'decisions',
    icon: 'users',
    form: [{ key: 'groups', widget: 'group-ways' }],
    preview: () => null,
    summary: ({ groups }) => ({ key: 'nodes.decide-group.summary', params: { count: groups.length } }),
  },
});
