import type { TFunction } from 'i18next';
import type { Expected, Flow } from '../../runtime/contract/index.ts';
import type { FlowTestResult } from '../../runtime/engine/index.ts';
import { cardName } from '../canvas/actions.ts';

type Difference = NonNullable<FlowTestResult['firstDifference']>;

/** The first difference in words: where it is, what was expected and what is there now. */
export function differenceText(
  t: TFunction,
  flow: Flow,
  { path, expected, said }: Difference,
): { where: string; expected: string; said: string } {
  const [kind = '', part = '', ...rest] = path.split('/').slice(1).map(unescaped);
  const isWay = kind === 'expect' && part === 'route';
  const text = (value: unknown) =>
    isWay && typeof value === 'string' ? wayText(flow, value) : isWay ? listText(flow, value) : valueText(t, value);
  return { where: whereText(t, kind, part, rest), expected: text(expected), said: text(said) };

  function listText(of: Flow, value: unknown): string {
    return Array.isArray(value) ? value.map((one) => wayText(of, String(one))).join(' → ') : valueText(t, value);
  }
}

function whereText(t: TFunction, kind: string, part: string, rest: string[]): string {
  if (kind === 'bot' && part === '') return t('tests.where.move');
  if (kind === 'bot') return t('tests.where.message', { number: Number(part) + 1 });
  const [name] = rest;
  return name !== undefined && ['variables', 'results', 'fields'].includes(part)
    ? t(`tests.where.${part}`, { name })
    : t(`tests.expected.${part}`, { defaultValue: part });
}

/** What must hold after a turn beside what the bot says; what is empty is left out. */
export function expectedLines(t: TFunction, flow: Flow, expected: Expected): { name: string; value: string }[] {
  const { route, variables = {}, results = {}, fields = {}, groups, labels, effects, status } = expected;
  const named = (values: { [name: string]: unknown }) =>
    Object.entries(values)
      .map(([name, value]) => `${name} = ${valueText(t, value)}`)
      .join(' · ');
  const values: [keyof Expected, string][] = [
    ['route', (route ?? []).map((node) => wayText(flow, node)).join(' → ')],
    ['variables', named(variables)],
    [
      'results',
      named(
        Object.fromEntries(Object.entries(results).map(([name, { value, category }]) => [name, category ?? value])),
      ),
    ],
    ['fields', named(fields)],
    ['groups', (groups ?? []).join(' · ')],
    ['labels', (labels ?? []).join(' · ')],
    ['effects', (effects ?? []).map((effect) => valueText(t, effect['kind'])).join(' · ')],
    ['status', status === undefined ? '' : t(`tests.status.${status}`)],
  ];
  return values.flatMap(([part, value]) => (value === '' ? [] : [{ name: t(`tests.expected.${part}`), value }]));
}

/** A card of this flow by its name; `flow/card` of another as it is. */
const wayText = (flow: Flow, node: string): string => cardName(flow, node);

const shownCharacters = 300;

function valueText(t: TFunction, value: unknown): string {
  if (value === undefined || value === null) return t('tests.nothing');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') return t('tests.empty');
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
