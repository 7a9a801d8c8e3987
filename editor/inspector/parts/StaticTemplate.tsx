import { useTranslation } from 'react-i18next';
import { spotsIn } from './spots.ts';
import { labelOf } from '../scope.ts';
import css from './TemplateField.module.css';

/** A text with its chips as the editor draws them, before the editor is there. */
export function StaticTemplate({
  text,
  placeholder,
  className,
}: {
  text: string;
  placeholder: string;
  className: string;
}) {
  const { t } = useTranslation();
  return (
    <div className={className} data-loading>
      {spotsIn(text).map((part) =>
        part.expression === undefined ? (
          <span key={part.from}>{part.words}</span>
        ) : (
          <span key={part.from} className={css.chip}>
            {labelOf(part.expression, t) || '?'}
          </span>
        ),
      )}
      {text === '' && <span className={css.empty}>{placeholder || '\u200b'}</span>}
    </div>
  );
}
