import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** A place in a source file, as `editor/home/HomePage.tsx:12`, with what stands there. */
export type Found = { at: string; text: string };

const root = new URL('../../../', import.meta.url);
const editor = new URL('editor/', root);

export const sourcesOf = (endings: readonly string[]): { name: string; code: string }[] =>
  readdirSync(editor, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => ({ name: `editor/${name}`, code: readFileSync(new URL(name, editor), 'utf8') }));

type Node = { type: string; span: { start: number }; [part: string]: unknown };

const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === 'object' && 'type' in value && typeof value.type === 'string';

const parsed = new Map<string, { node: Node; line: number }[]>();

function nodesOf(source: { name: string; code: string }): { node: Node; line: number }[] {
  const known = parsed.get(source.name) ?? parse(source);
  parsed.set(source.name, known);
  return known;
}

/** Every node of a file, with its line. The parser counts bytes, and goes on counting from one file to the next. */
function parse({ name, code }: { name: string; code: string }): { node: Node; line: number }[] {
  const program = parseSync(code, { syntax: 'typescript', tsx: name.endsWith('.tsx'), target: 'es2022' });
  const bytes = Buffer.from(code);
  // The program's span begins at its first word, after what comments and blanks stand before it.
  const before = bytes.length - Buffer.byteLength(withoutLeading(code));
  const offset = program.span.start - before;
  const found: { node: Node; line: number }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      if (isKeyboardKey(value)) return;
      if ('span' in value)
        found.push({
          node: value,
          line: bytes
            .subarray(0, Math.max(0, value.span.start - offset))
            .toString()
            .split('\n').length,
        });
      Object.values(value).forEach(visit);
    } else if (value !== null && typeof value === 'object') Object.values(value).forEach(visit);
  };
  visit(program.body);
  return found;
}

/** What stands on a key is the same in every language. */
const isKeyboardKey = ({ type, opening }: Node): boolean =>
  type === 'JSXElement' && isNode(opening) && isNode(opening.name) && opening.name.value === 'kbd';

const withoutLeading = (code: string): string => code.replace(/^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');

/** Attributes that people see or hear. */
const said = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'label',
  'alt',
  'description',
  'error',
]);
const hasLetters = (text: unknown): text is string => typeof text === 'string' && /\p{L}/u.test(text);

/** Text that stands in a component in place of a catalogue. */
export function writtenTexts({ name, code }: { name: string; code: string }): Found[] {
  return nodesOf({ name, code }).flatMap(({ node, line }) =>
    wordsIn(node).map((text) => ({ at: `${name}:${line}`, text })),
  );
}

function wordsIn(node: Node): string[] {
  if (node.type === 'JSXText') return hasLetters(node.value) ? [node.value.trim()] : [];
  // {'words'} and {`words`} among children.
  if (node.type === 'JSXElement' || node.type === 'JSXFragment')
    return list(node.children).flatMap((child) =>
      isNode(child) && child.type === 'JSXExpressionContainer' ? literalsOf(child.expression) : [],
    );
  if (node.type !== 'JSXAttribute' || !isNode(node.name)) return [];
  const { namespace, name: local, value } = node.name;
  const attribute = isNode(namespace) && isNode(local) ? `${String(namespace.value)}:${String(local.value)}` : value;
  if (typeof attribute !== 'string' || !said.has(attribute) || !isNode(node.value)) return [];
  const given = node.value.type === 'JSXExpressionContainer' ? node.value.expression : node.value;
  return literalsOf(given);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What a value may be: the branches of its conditions. */
function branchesOf(node: unknown): Node[] {
  if (!isNode(node)) return [];
  if (node.type === 'ConditionalExpression') return [...branchesOf(node.consequent), ...branchesOf(node.alternate)];
  if (node.type === 'BinaryExpression' && ['&&', '||', '??'].includes(String(node.operator)))
    return [...branchesOf(node.left), ...branchesOf(node.right)];
  return [node];
}

/** The words that a value may be or hold. */
const literalsOf = (value: unknown): string[] =>
  branchesOf(value).flatMap((node) => [
    ...(node.type === 'StringLiteral' && hasLetters(node.value) ? [node.value] : []),
    ...(node.type === 'TemplateLiteral' ? list(node.quasis) : []).flatMap((part) =>
      isNode(part) && hasLetters(part.raw) ? [part.raw] : [],
    ),
  ]);

/** The keys that a file asks for by name: `t('a.b')`, `t(x ? 'a.b' : 'a.c')`. */
export function keysIn({ name, code }: { name: string; code: string }): Found[] {
  return nodesOf({ name, code }).flatMap(({ node, line }) => {
    if (node.type !== 'CallExpression' || !isNode(node.callee)) return [];
    const { callee } = node;
    const called = callee.type === 'Identifier' ? callee.value : isNode(callee.property) ? callee.property.value : '';
    if (called !== 't') return [];
    const [first] = list(node.arguments);
    const expression = first !== null && typeof first === 'object' && 'expression' in first ? first.expression : null;
    // Keys that are put together at run time are not known here.
    return branchesOf(expression).flatMap(({ type, value }) =>
      type === 'StringLiteral' && typeof value === 'string' ? { at: `${name}:${line}`, text: value } : [],
    );
  });
}
