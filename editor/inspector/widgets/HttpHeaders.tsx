import { Autocomplete, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { SecretPick } from '../parts/SecretPick.tsx';
import { TemplateField } from '../parts/TemplateField.tsx';
import { freeName } from './assignments.ts';
import { asHeaderName, commonHeaders, readHeaders } from './http-headers.ts';
import css from './HttpHeaders.module.css';

/** Headers of a call; a secret goes by its name and is never in the flow. */
export function HttpHeaders({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const headers = readHeaders(value);
  return (
    <ItemList
      items={headers}
      keyOf={(_header, index) => String(index)}
      nameOf={({ name }) => name}
      onRemove={(index) => change(path, headers.length === 1 ? undefined : headers.toSpliced(index, 1))}
      addLabel={t('inspector.headers.add')}
      onAdd={() => {
        const taken = headers.map(({ name }) => name);
        const name = commonHeaders.find((common) => !taken.includes(common)) ?? freeName('X-Header', taken);
        change(path, [...headers, { name, text: '' }]);
      }}
    >
      {(header, index) => (
        <>
          <div className={css.first}>
            <Autocomplete
              className={css.name}
              data-path={[...path, index, 'name'].join('/')}
              aria-label={t('inspector.headers.name', { place: index + 1 })}
              value={header.name}
              data={[...commonHeaders]}
              readOnly={readOnly}
              onChange={(text) => write([...path, index, 'name'], asHeaderName(text))}
            />
            <SegmentedControl
              size="xs"
              aria-label={t('inspector.headers.kind', { name: header.name })}
              readOnly={readOnly}
              value={'secret' in header ? 'secret' : 'text'}
              data={[
                { value: 'text', label: t('inspector.source.text') },
                { value: 'secret', label: t('inspector.headers.secret') },
              ]}
              onChange={(kind) =>
                change(
                  [...path, index],
                  kind === 'secret' ? { name: header.name, secret: 'secret' } : { name: header.name, text: '' },
                )
              }
            />
          </div>
          {'secret' in header ? (
            <SecretPick path={[...path, index, 'secret']} value={header.secret} header={header.name} />
          ) : (
            <TemplateField
              path={[...path, index, 'text']}
              value={header.text}
              oneLine
              labels={{ 'aria-label': t('inspector.headers.value', { name: header.name }) }}
            />
          )}
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
