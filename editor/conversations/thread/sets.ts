type Members = { readonly [id: string]: boolean };
export type SetChange = { set: 'groups' | 'labels'; id: string; joined: boolean };

/** What a person joined and left, one by one: groups first. */
export const changedSets = ({ groups, labels }: { groups: Members; labels: Members }): SetChange[] =>
  [['groups', groups] as const, ['labels', labels] as const].flatMap(([set, members]) =>
    Object.entries(members).map(([id, joined]) => ({ set, id, joined })),
  );
