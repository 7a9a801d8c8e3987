import type { TFunction } from 'i18next';
import {
  shownSecrets,
  type Flow,
  type HttpRequest,
  type Json,
  type NodeTypes,
  type Port,
} from '../../runtime/contract/index.ts';
import { fold } from '../../runtime/engine/text.ts';
import type { Step } from './path.ts';
import type { RunEvent } from './run.ts';

/** What the simulator's lines are told with. */
export type Teller = { t: TFunction; language: string; flow: Flow; nodeTypes: NodeTypes; timeZone: string };

/** A card's name, as the canvas shows it. */
export function cardName({ t, flow, nodeTypes }: Teller, id: string): string {
  const node = flow.nodes.find((one) => one.id === id);
  if (!node) return id;
  const label = nodeTypes.get(node.type)?.editor.label;
  return node.name ?? (label ? t(label) : node.type);
}

export function timeOfDay(at: string, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
}

/** "jue 19 nov, 20:58" */
export function clockText(at: string, language: string, timeZone: string): string {
  const day = new Intl.DateTimeFormat(language, { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  return `${day.format(new Date(at)).replace(',', '')}, ${timeOfDay(at, language, timeZone)}`;
}

const spans = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A stretch of time by its two largest units: "1 d 2 h". */
export function spanText(seconds: number, language: string): string {
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of spans) {
    const count = Math.floor(rest / size);
    if (count > 0 && parts.length < 2)
      parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count));
    rest -= count * size;
  }
  return (
    parts.join(' ') ||
    new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'short' }).format(0)
  );
}

/** Why something failed, in words; the engine's own where the catalogue has none. */
export const reasonText = (t: TFunction, { code, message }: { code: string; message: string }): string =>
  t(`failures.${code}`, { defaultValue: message });

function portOf({ flow, nodeTypes }: Teller, node: string, port: string): Port | undefined {
  const found = flow.nodes.find(({ id }) => id === node);
  try {
    return (
      found &&
      nodeTypes
        .get(found.type)
        ?.ports(found.config)
        .find(({ id }) => id === port)
    );
  } catch {
    return undefined;
  }
}

/** What happened at a card, after its name: what it was told, and how it went on. */
export function stepText(teller: Teller, step: Step): string {
  const { t } = teller;
  return [causeText(teller, step), endText(teller, step)].filter((part) => part !== '').join(t('simulator.step.then'));
}

function causeText({ t }: Teller, { cause, type }: Step): string {
  switch (cause.kind) {
    case 'entered':
      return '';
    case 'said':
      if (cause.words === '') return t('simulator.step.sent', { what: t(`simulator.kind.${cause.contentKind}`) });
      return t(cause.tapped ? 'simulator.step.tapped' : 'simulator.step.said', { words: cause.words });
    case 'time':
      return t(type === 'wait-for' || type === 'wait-until' ? 'simulator.step.over' : 'simulator.step.silent');
    case 'answered':
      if (cause.status === null && cause.code === undefined) return t('simulator.step.done');
      return cause.status === null
        ? t('simulator.step.unanswered')
        : t('simulator.step.answered', { status: cause.status });
    case 'refused':
      return t('simulator.step.refused');
  }
}

function endText(teller: Teller, { cause, end, node, at }: Step): string {
  const { t, language, timeZone } = teller;
  switch (end.kind) {
    case 'left': {
      const port = portOf(teller, node, end.port);
      if (!port || port.id === 'next') return '';
      const label = port.literal ? port.label : t(port.label);
      // Who taps "Sí" leaves by "Sí": once is enough.
      if (cause.kind === 'said' && fold(cause.words) === fold(label)) return '';
      return t('simulator.step.left', { port: label });
    }
    case 'waits': {
      if (end.for === 'http' || end.for === 'effect' || end.for === 'ticket')
        return t(`simulator.step.waits-${end.for}`);
      if (end.until === undefined) return t('simulator.step.waits');
      const soon = Date.parse(end.until) - Date.parse(at) < 20 * 60 * 60 * 1_000;
      const until = (soon ? timeOfDay : clockText)(end.until, language, timeZone);
      return t(end.for === 'time' ? 'simulator.step.waits-time' : 'simulator.step.waits-until', { until });
    }
    case 'again':
      return t('simulator.step.again');
    case 'ended':
      return t('simulator.step.ended');
    case 'failed':
      return t('simulator.step.failed');
  }
}

export const requestText = ({ method, url }: HttpRequest): string =>
  `${method} ${shownSecrets(url).replace(/^https?:\/\//, '')}`;

/** What happened between two messages, in a line. */
export function eventText(teller: Teller, event: RunEvent): string {
  const { t, language } = teller;
  switch (event.type) {
    case 'clock':
      return t('simulator.event.clock', { span: spanText(event.seconds, language) });
    case 'began':
      return t('simulator.event.began', { card: cardName(teller, event.node) });
    case 'called':
      return event.outcome.ok
        ? t('simulator.event.called', { card: cardName(teller, event.node), status: event.outcome.status })
        : t('simulator.event.uncalled', { card: cardName(teller, event.node), reason: reasonText(t, event.outcome) });
    case 'flagged':
      return t('simulator.event.flagged', { note: event.note });
    case 'noted':
    case 'consent-granted':
    case 'consent-withdrawn':
      return t(`simulator.event.${event.type}`, { text: event.text });
    case 'handed-over':
      return t('simulator.event.handed-over', { note: event.note });
    case 'started-someone':
      return t('simulator.event.started-someone', { flow: event.flowId, who: event.who });
    case 'done':
      return t('simulator.event.done', { card: cardName(teller, event.node) });
    case 'not-done':
      return t('simulator.event.not-done', {
        card: cardName(teller, event.node),
        reason: reasonText(t, { code: event.code, message: '' }),
      });
    case 'nobody':
      return event.text === '' ? t('simulator.event.nobody-kind') : t('simulator.event.nobody', { text: event.text });
    case 'left':
      return t('simulator.event.left', { text: event.text });
    case 'failed':
      return event.node === undefined || event.node === ''
        ? t('simulator.event.failed', { reason: reasonText(t, event) })
        : t('simulator.event.failed-at', { card: cardName(teller, event.node), reason: reasonText(t, event) });
    default:
      return t(`simulator.event.${event.type}`);
  }
}

/** A value on one line. */
export const valueText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
