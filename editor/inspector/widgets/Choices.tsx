import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { newChoice, readChoices } from './choices.ts';

/** Reply buttons. */
export function Choices({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const { items: most, title } = limitsOf(field);
  const choices = readChoices(value);
  return (
    <ItemList
      items={choices}
      keyOf={({ id }) => id}
      nameOf={(choice, index) => choice.title || t('inspector.choices.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(choices, from, to))}
      onRemove={(index) => change(path, choices.toSpliced(index, 1))}
      addLabel={t('inspector.choices.add')}
      onAdd={() => change(path, [...choices, newChoice('b')])}
      {...(most !== undefined && {
        full: choices.length >= most,
        count: t('limits.buttons', { count: choices.length, max: most }),
      })}
    >
      {(choice, index) => (
        <>
          <TemplateField
            path={[...path, index, 'title']}
            value={choice.title}
            oneLine
            labels={{ 'aria-label': t('inspector.choices.name', { place: index + 1 }) }}
            {...(title !== undefined && { characters: title })}
          />
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
