import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type Path, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { newChoice } from './choices.ts';
import { countRows, newSection, readSections, type SectionItem } from './sections.ts';
import css from './Sections.module.css';

type Limits = { [part: string]: number };
const upTo = (characters: number | undefined) => (characters === undefined ? {} : { characters });

/** The rows of a list, in sections. One section needs no title and looks like a plain list. */
export function Sections({ field, path, value }: WidgetProps) {
  const { change, readOnly } = useForm();
  const { t } = useTranslation();
  const limits = limitsOf(field);
  const sections = readSections(value);
  const full = countRows(sections) >= (limits['items'] ?? Infinity);
  const name = (index: number) => sections[index]?.title || t('inspector.sections.name', { place: index + 1 });
  const [only] = sections;
  const plain = sections.length === 1 && only !== undefined && only.title === undefined;
  const rows = (section: SectionItem, index: number) => (
    <Rows path={[...path, index, 'rows']} section={section} {...{ limits, full }} />
  );
  return (
    <>
      {plain ? (
        rows(only, 0)
      ) : (
        <ItemList
          items={sections}
          keyOf={(section, index) => section.rows[0]?.id ?? String(index)}
          nameOf={(_section, index) => name(index)}
          onMove={(from, to) => change(path, moved(sections, from, to))}
          onRemove={(index) => change(path, sections.toSpliced(index, 1))}
          addLabel=""
          head={(section, index) => (
            <>
              <TemplateField
                path={[...path, index, 'title']}
                value={section.title}
                oneLine
                optional={sections.length === 1}
                placeholder={t('inspector.sections.title', { place: index + 1 })}
                labels={{ 'aria-label': t('inspector.sections.title', { place: index + 1 }) }}
                {...upTo(limits['section'])}
              />
              <PartIssues path={[...path, index, 'title']} />
            </>
          )}
        >
          {rows}
        </ItemList>
      )}
      <div className={css.foot}>
        <Button
          size="xs"
          variant="subtle"
          color="info"
          disabled={readOnly || full || sections.length >= (limits['sections'] ?? Infinity)}
          leftSection={<IconPlus size={16} stroke={1.5} />}
          onClick={() => change(path, [...sections, newSection()])}
        >
          {t('inspector.sections.add')}
        </Button>
        {limits['items'] !== undefined && (
          <span className={css.count}>{t('limits.rows', { count: countRows(sections), max: limits['items'] })}</span>
        )}
      </div>
      <PartIssues path={path} within={false} />
    </>
  );
}

type RowsProps = { path: Path; section: SectionItem; limits: Limits; full: boolean };

function Rows({ path, section: { rows }, limits, full }: RowsProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  return (
    <ItemList
      items={rows}
      keyOf={({ id }) => id}
      nameOf={(row, index) => row.title || t('inspector.rows.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(rows, from, to))}
      onRemove={(index) => change(path, rows.toSpliced(index, 1))}
      addLabel={t('inspector.rows.add')}
      onAdd={() => change(path, [...rows, newChoice('r')])}
      full={full}
    >
      {(row, index) => (
        <>
          <TemplateField
            path={[...path, index, 'title']}
            value={row.title}
            oneLine
            labels={{ 'aria-label': t('inspector.rows.name', { place: index + 1 }) }}
            {...upTo(limits['title'])}
          />
          <TemplateField
            path={[...path, index, 'description']}
            value={row.description}
            oneLine
            optional
            placeholder={t('inspector.rows.description')}
            labels={{ 'aria-label': t('inspector.rows.descriptionOf', { place: index + 1 }) }}
            {...upTo(limits['description'])}
          />
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
