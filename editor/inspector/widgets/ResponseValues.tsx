import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { NamedItems } from '../parts/NamedItems.tsx';
import { TryCall } from '../webhook/TryCall.tsx';
import { IntoVariable } from './IntoVariable.tsx';
import { isResponsePath, readResponseValues, withResponseValue } from './response-values.ts';

/** Which parts of the answer are kept, and a try of the call, whose answer shows what there is to keep. */
export function ResponseValues({ path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const items = readResponseValues(value);
  return (
    <>
      <NamedItems
        path={path}
        items={items}
        addLabel={t('inspector.response.add')}
        fresh={(name) => ({ name, path: 'body' })}
      >
        {(item, index) => (
          <IntoVariable
            path={[...path, index]}
            part="path"
            value={item.path}
            name={item.name}
            place={index + 1}
            label={t('inspector.response.path', { place: index + 1 })}
            maxLength={500}
            error={!isResponsePath(item.path) && t('inspector.response.pathForm')}
            written={(text) => text.trim()}
          />
        )}
      </NamedItems>
      <TryCall
        kept={items.map((item) => item.path)}
        onKeep={(steps) => change(path, withResponseValue(items, steps))}
      />
    </>
  );
}
