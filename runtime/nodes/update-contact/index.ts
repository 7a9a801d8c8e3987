import { defineNodeType, errorPort, fail, leave, nextPort, type ContactPatch } from '../../contract/index.ts';
import { repeatedNames, valuesOf } from '../config-parts.ts';
import { UpdateContactConfig } from './schema.ts';

/** As ContactPatch limits them. */
const longestName = 200;
const languagePattern = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export const updateContact = defineNodeType({
  type: 'update-contact',
  version: 1,
  config: UpdateContactConfig,
  initial: { fields: [] },
  ports: () => [nextPort, errorPort],
  check: ({ name, language, fields = [] }) => [
    ...repeatedNames(fields, '/fields'),
    ...(name || language || fields.length > 0
      ? []
      : [{ code: 'contact.nothing', severity: 'warning' as const, message: 'The card changes nothing.', path: '' }]),
  ],
  async enter({ name, language, fields = [] }, ctx) {
    const patch: ContactPatch = {};
    if (name) {
      patch.name = (await ctx.render(name)).trim();
      if (patch.name === '' || patch.name.length > longestName)
        return fail('contact.name-invalid', `A name has 1 to ${longestName} characters.`);
    }
    if (language) {
      patch.language = (await ctx.render(language)).trim();
      if (patch.language.length > 20 || !languagePattern.test(patch.language))
        return fail('contact.language-invalid', 'A language is given as a code such as es or pt-BR.');
    }
    if (fields.length > 0) {
      const computed = await valuesOf(fields, ctx);
      if ('failure' in computed) return computed.failure;
      patch.fields = computed.values;
    }
    return leave(nextPort.id, { effects: [{ kind: 'contact.update', patch }] });
  },
  texts: { templates: ['name', 'language', 'fields.*.text'], expressions: ['fields.*.expression'] },
  references: ({ fields = [] }) =>
    fields.map(({ name }, index) => ({ kind: 'field', id: name, path: `/fields/${index}/name` })),
  editor: {
    label: 'nodes.update-contact.label',
    group: 'actions',
    icon: 'user-edit',
    form: [
      { key: 'name', widget: 'template-text', oneLine: true },
      { key: 'language', widget: 'template-text', oneLine: true },
      { key: 'fields', widget: 'field-values' },
    ],
    preview: () => null,
    summary: ({ name, language, fields = [] }) => ({
      key: 'nodes.update-contact.summary',
      params: {
        names: [
          ...(name ? ['name'] : []),
          ...(language ? ['language'] : []),
          ...fields.map((field) => field.name),
        ].join(', '),
      },
    }),
  },
});
