import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { countProducts, newProductSection, readProductSections } from './product-sections.ts';

/** Products in sections: their ids one under another, or a variable that holds a list of them. */
export function ProductSections({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const { sections: most, section: characters, items } = limitsOf(field);
  const sections = readProductSections(value);
  const name = (index: number) => sections[index]?.title || t('inspector.sections.name', { place: index + 1 });
  return (
    <>
      <ItemList
        items={sections}
        keyOf={({ id }) => id}
        nameOf={(_section, index) => name(index)}
        onMove={(from, to) => change(path, moved(sections, from, to))}
        onRemove={(index) => change(path, sections.toSpliced(index, 1))}
        addLabel={t('inspector.sections.add')}
        onAdd={() => change(path, [...sections, newProductSection()])}
        full={most !== undefined && sections.length >= most}
        {...(items !== undefined && {
          count: t('limits.products', { count: countProducts(sections), max: items }),
        })}
        head={(section, index) => (
          <TemplateField
            path={[...path, index, 'title']}
            value={section.title}
            oneLine
            optional
            placeholder={t('inspector.sections.title', { place: index + 1 })}
            labels={{ 'aria-label': t('inspector.sections.title', { place: index + 1 }) }}
            {...(characters !== undefined && { characters })}
          />
        )}
      >
        {(section, index) => (
          <>
            <TemplateField
              path={[...path, index, 'products']}
              value={section.products}
              placeholder={t('inspector.products.hint')}
              labels={{ 'aria-label': t('inspector.products.of', { name: name(index) }) }}
            />
            <PartIssues path={[...path, index]} />
          </>
        )}
      </ItemList>
      <PartIssues path={path} within={false} />
    </>
  );
}
