/** The little Markdown that help is written in, as data: no HTML is made of text anywhere. */
export type Inline = { kind: 'text' | 'bold' | 'code'; text: string };
export type Block =
  | { kind: 'heading'; level: number; inline: Inline[] }
  | { kind: 'paragraph'; inline: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string };

const inlineForm = /\*\*([^*]+)\*\*|`([^`]+)`/g;

/** Words with bold and code told apart. What is not closed stays as it stands. */
export function inlineOf(text: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(inlineForm)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    found.push(match[1] === undefined ? { kind: 'code', text: match[2] ?? '' } : { kind: 'bold', text: match[1] });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

/** Headings, lists, fenced code and paragraphs, in order. */
export function markdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replace(/\r\n/g, '\n').split('\n');
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', inline: inlineOf(paragraph.join(' ')) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const item = /^\s*(?:([-*])|\d+[.)])\s+(.*)$/.exec(line);
    if (line.startsWith('```')) {
      endParagraph();
      const end = lines.findIndex((other, index) => index > at && other.startsWith('```'));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last;
    } else if (heading) {
      endParagraph();
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, inline: inlineOf(heading[2] ?? '') });
    } else if (item) {
      endParagraph();
      const ordered = item[1] === undefined;
      const list = blocks.at(-1);
      const inline = inlineOf(item[2] ?? '');
      if (list?.kind === 'list' && list.ordered === ordered && /\S/.test(lines[at - 1] ?? '')) list.items.push(inline);
      else blocks.push({ kind: 'list', ordered, items: [inline] });
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line.trim());
  }
  endParagraph();
  return blocks;
}
