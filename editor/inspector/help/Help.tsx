import { IconChevronDown, IconChevronRight, IconHelp } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './Help.module.css';
import { helpText } from './help-texts.ts';
import { markdown, type Block, type Inline } from './markdown.ts';

/** A node type's help, folded at the foot. */
export function Help({ type }: { type: string }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const [blocks, setBlocks] = useState<Block[] | null>(null);
  const panel = useId();
  const { language } = i18n;
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    helpText(type, language)?.then(
      (text) => current && setBlocks(markdown(text)),
      () => current && setBlocks(null),
    );
    return () => {
      current = false;
    };
  }, [open, type, language]);
  return (
    <section className={css.help}>
      <button
        type="button"
        className={css.opener}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <IconHelp size={18} stroke={1.5} />
        <span>{t('inspector.help')}</span>
        {open ? <IconChevronDown size={16} stroke={1.5} /> : <IconChevronRight size={16} stroke={1.5} />}
      </button>
      <div id={panel} hidden={!open} className={css.text}>
        {blocks?.map((block, index) => (
          // A text's blocks never change places.
          <BlockView key={index} block={block} isTitle={index === 0} />
        ))}
      </div>
    </section>
  );
}

function BlockView({ block, isTitle }: { block: Block; isTitle: boolean }) {
  switch (block.kind) {
    case 'heading':
      // The title is the card's own name, which stands at the head of the inspector.
      return isTitle ? null : (
        <h3 className={css.heading}>
          <Words inline={block.inline} />
        </h3>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List className={css.list}>
          {block.items.map((inline, index) => (
            <li key={index}>
              <Words inline={inline} />
            </li>
          ))}
        </List>
      );
    }
    case 'code':
      return <pre className={css.code}>{block.text}</pre>;
    case 'paragraph':
      return (
        <p>
          <Words inline={block.inline} />
        </p>
      );
  }
}

function Words({ inline }: { inline: Inline[] }) {
  return inline.map(({ kind, text }, index) => {
    if (kind === 'bold') return <strong key={index}>{text}</strong>;
    return kind === 'code' ? <code key={index}>{text}</code> : <span key={index}>{text}</span>;
  });
}
