import type { SendTemplateConfig, TemplateSnapshot } from './schema.ts';

const plain = (language: string): string => language.toLowerCase().replace('_', '-');
const base = (language: string): string => plain(language).split('-', 1)[0] ?? '';

/** The template in each language that the card has it in; the first is taken when none fits. */
export function templatesOf({ template, variants = [] }: SendTemplateConfig): TemplateSnapshot[] {
  if (!template) return [];
  return [template, ...variants.map(({ language, components }) => ({ ...template, language, components }))];
}

/** The template in the language that is nearest: the very one, the same without its region, another region of it, the first. */
export function templateIn(config: SendTemplateConfig, language: string): TemplateSnapshot | undefined {
  const all = templatesOf(config);
  return (
    all.find((each) => plain(each.language) === plain(language)) ??
    all.find((each) => plain(each.language) === base(language)) ??
    all.find((each) => base(each.language) === base(language)) ??
    all[0]
  );
}
