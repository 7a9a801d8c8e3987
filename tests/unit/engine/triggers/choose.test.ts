import { describe, expect, test } from '@jest/globals';
import type { InboundContent, Trigger } from '../../../../runtime/contract/index.ts';
import {
  chooseTrigger,
  whyInWords,
  type Happening,
  type TriggerCandidate,
  type TriggerContext,
} from '../../../../runtime/engine/index.ts';

type Keyword = Extract<Trigger, { kind: 'keyword' }>;
const keyword = (match: Keyword['match'], ...words: string[]): Keyword => ({
  id: match,
  kind: 'keyword',
  match,
  words,
});
const flow = (id: string, ...triggers: Trigger[]): TriggerCandidate => ({
  flow: { id, version: 2, triggers, paused: false },
});
const paused = ({ flow: one }: TriggerCandidate): TriggerCandidate => ({ flow: { ...one, paused: true } });

const text = (body: string, more: Partial<Extract<Happening, { kind: 'message' }>> = {}): Happening => ({
  kind: 'message',
  content: { kind: 'text', body },
  text: body,
  firstMessage: false,
  ...more,
});
const sent = (content: InboundContent, words = ''): Happening => ({
  kind: 'message',
  content,
  text: words,
  firstMessage: false,
});
const tap = (id: string, source: 'template' | 'button' = 'template'): Happening =>
  sent({ kind: 'choice', source, id, title: 'Sí' }, 'Sí');

const nothing = {
  channelId: 'demo',
  groups: [],
  now: '2026-03-04T15:00:00.000Z',
  timeZone: 'UTC',
  fired: {},
  words: { exit: ['salir'], optOut: ['baja'], optIn: ['alta'] },
  optedOut: false,
  voice: 'bot',
} satisfies Omit<TriggerContext, 'happening'>;

const decide = (candidates: TriggerCandidate[], happening: Happening, more: Partial<TriggerContext> = {}) =>
  chooseTrigger(candidates, { ...nothing, happening, ...more });

/** Flow, trigger and words of the winner. */
function winner(candidates: TriggerCandidate[], happening: Happening | string, more: Partial<TriggerContext> = {}) {
  const { winner: won } = decide(candidates, typeof happening === 'string' ? text(happening) : happening, more);
  return won && `${won.flowId}/${won.trigger?.id ?? ''}/${won.words}`;
}

/** Why the only trigger does or does not begin. */
function why(trigger: Trigger, happening: Happening, more: Partial<TriggerContext> = {}) {
  const { considered } = decide([flow('a', trigger)], happening, more);
  return considered[0]?.why;
}

const waiting = (id: string, more: Partial<NonNullable<TriggerContext['session']>> = {}) => ({
  session: { flows: [id] as [string, ...string[]], ignoreTriggers: false, waitsFor: 'message' as const, ...more },
});

describe('the flow that answers', () => {
  const all = [
    flow('d', keyword('pattern', 'prec.o')),
    flow('c', keyword('contains', 'precio')),
    flow('b', keyword('starts-with', 'precio')),
    flow('a', { id: 'any', kind: 'unhandled' }, { id: 'new', kind: 'new-conversation' }),
    flow('e', keyword('is', 'precio')),
  ];

  test.each([
    ['precio', 'e/is/precio'],
    ['¡PRECIO!', 'e/is/precio'],
    ['precio de la pizza', 'b/starts-with/precio'],
    ['el precio, por favor', 'c/contains/precio'],
    ['preciosa', 'd/pattern/prec.o'],
    ['hola', 'a/any/'],
  ])('to %j is %s', (said, expected) => {
    expect(winner(all, said)).toBe(expected);
  });

  test('to the first message of a person is the one for new conversations, unless a keyword takes it', () => {
    expect(winner(all, text('hola', { firstMessage: true }))).toBe('a/new/');
    expect(winner(all, text('precio', { firstMessage: true }))).toBe('e/is/precio');
  });

  test('has the longest word; among equals the first id, then the first place', () => {
    const candidates = [
      flow('b', keyword('contains', 'pizza', 'pizza grande')),
      flow('a', keyword('contains', 'pizza'), { ...keyword('contains', 'pizza'), id: 'second' }),
      flow('c', keyword('contains', 'grande')),
    ];
    expect(winner(candidates, 'una pizza grande')).toBe('b/contains/pizza grande');
    expect(winner(candidates, 'una pizza')).toBe('a/contains/pizza');
    expect(winner(candidates.toReversed(), 'una pizza')).toBe('a/contains/pizza');
  });

  test('is found by whole words', () => {
    const candidates = [flow('a', keyword('contains', 'sol')), flow('b', keyword('starts-with', 'hola'))];
    expect(winner(candidates, 'solo')).toBeUndefined();
    expect(winner(candidates, 'holanda')).toBeUndefined();
    expect(winner(candidates, 'el sol.')).toBe('a/contains/sol');
  });

  test('can be called by a sign', () => {
    expect(winner([flow('a', keyword('is', '👍'))], '👍')).toBe('a/is/👍');
    expect(winner([flow('a', keyword('contains', '👍'))], 'bien 👍')).toBe('a/contains/👍');
    expect(winner([flow('a', keyword('starts-with', '👍'))], 'bien 👍')).toBeUndefined();
    expect(winner([flow('a', keyword('starts-with', '👍'))], '👍 bien')).toBe('a/starts-with/👍');
  });

  test('is none when the text is empty or says nothing, or the pattern is none', () => {
    expect(winner([flow('a', keyword('is', '!'), keyword('contains', 'a'))], '')).toBeUndefined();
    expect(winner([flow('a', keyword('pattern', '('))], '(')).toBeUndefined();
  });

  test('is the one of the highest priority, whatever its kind', () => {
    const urgent: Trigger = { id: 'any', kind: 'unhandled', priority: 1 };
    expect(winner([flow('z', urgent), ...all], 'precio')).toBe('z/any/');
    expect(winner([flow('z', { ...urgent, priority: 0 }), ...all], 'precio')).toBe('e/is/precio');
    expect(winner([flow('a', { ...keyword('is', 'precio'), priority: -1 }), flow('b', urgent)], 'precio')).toBe(
      'b/any/',
    );
    expect(
      winner([flow('a', { ...keyword('is', 'ya'), priority: -1 }), flow('b', keyword('contains', 'ya'))], 'ya'),
    ).toBe('b/contains/ya');
  });

  test('to a tap on a template is the one of its payload, before words', () => {
    const candidates = [
      flow('a', keyword('is', 'sí')),
      flow('b', { id: 'open', kind: 'button-payload', payloads: ['promo-*', 'promo-1*'] }),
      flow('c', { id: 'exact', kind: 'button-payload', payloads: ['x', 'promo-1'] }),
    ];
    expect(winner(candidates, tap('promo-1'))).toBe('c/exact/promo-1');
    expect(winner(candidates, tap('promo-12'))).toBe('b/open/promo-1*');
    expect(winner(candidates, tap('promo-'))).toBe('b/open/promo-*');
    expect(winner(candidates, tap('promo'))).toBe('a/is/sí');
    expect(winner(candidates, tap('promo-1', 'button'))).toBe('a/is/sí');
  });

  test('to somebody who came by an ad is the one of that ad, before words', () => {
    const candidates = [
      flow('a', keyword('is', 'hola')),
      flow('b', { id: 'ads', kind: 'referral' }),
      flow('c', { id: 'site', kind: 'referral', sources: ['https://fb.me/', 'https://fb.me/otoño'] }),
      flow('d', { id: 'ad', kind: 'referral', sources: ['1203'] }),
    ];
    const by = (referral: { [key: string]: string }) => winner(candidates, text('hola', { referral }));
    expect(by({ source_id: '1203' })).toBe('d/ad/1203');
    expect(by({ source_id: '12034' })).toBe('b/ads/');
    expect(by({ source_url: 'https://fb.me/otoño-2' })).toBe('c/site/https://fb.me/otoño');
    expect(by({ source_url: 'http://fb.me/otoño-2' })).toBe('b/ads/');
    expect(winner(candidates, 'hola')).toBe('a/is/hola');
    expect(winner([flow('b', { id: 'ads', kind: 'referral', sources: [] })], text('x', { referral: {} }))).toBe(
      'b/ads/',
    );
  });

  test('to a missed call, a closed ticket or a changed contact is one that listens to it', () => {
    const candidates = [
      flow('a', { id: 'any', kind: 'unhandled' }),
      flow('b', { id: 'call', kind: 'missed-call' }),
      flow('c', { id: 'done', kind: 'ticket-closed' }),
      flow('d', { id: 'sales', kind: 'ticket-closed', queues: ['ventas'] }),
      flow('e', { id: 'vip', kind: 'contact-changed', change: { what: 'group-joined', group: 'vip' } }),
    ];
    expect(winner(candidates, { kind: 'missed-call' })).toBe('b/call/');
    expect(winner(candidates, { kind: 'ticket-closed' })).toBe('c/done/');
    expect(winner(candidates, { kind: 'ticket-closed', queue: 'ventas' })).toBe('d/sales/');
    expect(winner(candidates, { kind: 'ticket-closed', queue: 'otra' })).toBe('c/done/');
    expect(winner(candidates, { kind: 'contact-changed', changes: [{ what: 'group-joined', group: 'vip' }] })).toBe(
      'e/vip/',
    );
    expect(
      winner(candidates, { kind: 'contact-changed', changes: [{ what: 'group-left', group: 'vip' }] }),
    ).toBeUndefined();
    expect(
      winner(candidates, { kind: 'contact-changed', changes: [{ what: 'group-joined', group: 'x' }] }),
    ).toBeUndefined();
  });

  test('to a change of a field is the one of that value, then one of any', () => {
    const field = (id: string, to?: string | number | { [key: string]: string }): Trigger => ({
      id,
      kind: 'contact-changed',
      change: { what: 'field', field: 'plan', ...(to !== undefined && { to }) },
    });
    const candidates = [flow('a', field('any')), flow('b', field('gold', 'oro')), flow('c', field('five', 5))];
    const changed = (value: string | number | null, name = 'plan') =>
      winner(candidates, {
        kind: 'contact-changed',
        changes: [
          { what: 'label-added', label: 'x' },
          { what: 'field', field: name, value },
        ],
      });
    expect(changed('plata')).toBe('a/any/');
    expect(changed('oro')).toBe('b/gold/');
    expect(changed('5')).toBe('c/five/');
    expect(changed(null)).toBe('a/any/');
    expect(changed('oro', 'otro')).toBeUndefined();
    const whole = flow('a', field('object', { a: '1' }));
    const is = (value: { [key: string]: string }) =>
      winner([whole], { kind: 'contact-changed', changes: [{ what: 'field', field: 'plan', value }] });
    expect(is({ a: '1' })).toBe('a/object/');
    expect(is({ a: '2' })).toBeUndefined();
    const label = (what: 'label-added' | 'label-removed'): Trigger => ({
      id: 'l',
      kind: 'contact-changed',
      change: { what, label: 'x' },
    });
    expect(
      why(label('label-added'), { kind: 'contact-changed', changes: [{ what: 'label-added', label: 'x' }] }),
    ).toEqual({
      code: 'matched-label',
      params: { label: 'x' },
    });
    expect(
      why(label('label-removed'), { kind: 'contact-changed', changes: [{ what: 'label-added', label: 'x' }] }),
    ).toEqual({
      code: 'other-change',
    });
  });
});

describe('why', () => {
  const hello = keyword('is', 'hola');
  const cases: [string, Trigger, Happening, Partial<TriggerContext>, ReturnType<typeof why>][] = [
    ['a whole text', hello, text('Hola'), {}, { code: 'matched-is', params: { word: 'hola' } }],
    [
      'a beginning',
      keyword('starts-with', 'hola'),
      text('hola tú'),
      {},
      { code: 'matched-starts-with', params: { word: 'hola' } },
    ],
    [
      'a word within',
      keyword('contains', 'tú'),
      text('hola tu'),
      {},
      { code: 'matched-contains', params: { word: 'tú' } },
    ],
    ['a pattern', keyword('pattern', 'h.la'), text('hola'), {}, { code: 'matched-pattern', params: { word: 'h.la' } }],
    ['no word', hello, text('adiós'), {}, { code: 'no-word' }],
    [
      'a first message',
      { id: 'n', kind: 'new-conversation' },
      text('x', { firstMessage: true }),
      {},
      { code: 'matched-first' },
    ],
    ['no first message', { id: 'n', kind: 'new-conversation' }, text('x'), {}, { code: 'not-first' }],
    ['any message', { id: 'n', kind: 'unhandled' }, text('x'), {}, { code: 'matched-any' }],
    ['an ad', { id: 'n', kind: 'referral' }, text('x', { referral: {} }), {}, { code: 'matched-referral' }],
    [
      'one ad',
      { id: 'n', kind: 'referral', sources: ['1'] },
      text('x', { referral: { source_id: '1' } }),
      {},
      { code: 'matched-source', params: { source: '1' } },
    ],
    ['no ad', { id: 'n', kind: 'referral' }, text('x'), {}, { code: 'no-referral' }],
    [
      'another ad',
      { id: 'n', kind: 'referral', sources: ['1'] },
      text('x', { referral: { source_id: '2' } }),
      {},
      { code: 'other-source' },
    ],
    [
      'a tap',
      { id: 'n', kind: 'button-payload', payloads: ['a'] },
      tap('a'),
      {},
      { code: 'matched-payload', params: { payload: 'a' } },
    ],
    ['another tap', { id: 'n', kind: 'button-payload', payloads: ['a'] }, tap('b'), {}, { code: 'other-payload' }],
    ['no tap', { id: 'n', kind: 'button-payload', payloads: ['a'] }, text('a'), {}, { code: 'no-tap' }],
    ['a call', { id: 'n', kind: 'missed-call' }, { kind: 'missed-call' }, {}, { code: 'matched-call' }],
    ['a ticket', { id: 'n', kind: 'ticket-closed' }, { kind: 'ticket-closed' }, {}, { code: 'matched-ticket' }],
    [
      'any queue',
      { id: 'n', kind: 'ticket-closed', queues: [] },
      { kind: 'ticket-closed' },
      {},
      { code: 'matched-ticket' },
    ],
    [
      'another queue',
      { id: 'n', kind: 'ticket-closed', queues: ['a'] },
      { kind: 'ticket-closed', queue: 'b' },
      {},
      { code: 'other-queue' },
    ],
    [
      'no queue',
      { id: 'n', kind: 'ticket-closed', queues: ['a'] },
      { kind: 'ticket-closed' },
      {},
      { code: 'other-queue' },
    ],
    ['a call for a keyword', hello, { kind: 'missed-call' }, {}, { code: 'other-kind' }],
    ['a message for the API', { id: 'n', kind: 'api' }, text('x'), {}, { code: 'other-kind' }],
    ['a channel', { ...hello, channels: ['demo'] }, text('hola'), {}, { code: 'matched-is', params: { word: 'hola' } }],
    ['another channel', { ...hello, channels: ['other'] }, text('hola'), {}, { code: 'other-channel' }],
    [
      'a group',
      { ...hello, groups: { only: ['a', 'b'] } },
      text('hola'),
      { groups: ['b'] },
      { code: 'matched-is', params: { word: 'hola' } },
    ],
    ['no group', { ...hello, groups: { only: ['a'] } }, text('hola'), { groups: ['b'] }, { code: 'not-in-groups' }],
    ['a group of none', { ...hello, groups: { only: [] } }, text('hola'), { groups: ['b'] }, { code: 'not-in-groups' }],
    [
      'a group that must not',
      { ...hello, groups: { never: ['a', 'b'] } },
      text('hola'),
      { groups: ['b'] },
      { code: 'in-group', params: { group: 'b' } },
    ],
    [
      'none of those that must not',
      { ...hello, groups: { never: ['a'] } },
      text('hola'),
      { groups: ['b'] },
      { code: 'matched-is', params: { word: 'hola' } },
    ],
    [
      'before',
      { ...hello, once: 'ever' },
      text('hola'),
      { fired: { 'a:is': '2020-01-01T00:00:00.000Z' } },
      { code: 'fired-ever' },
    ],
    [
      'another before',
      { ...hello, once: 'ever' },
      text('hola'),
      { fired: { 'b:is': '2020-01-01T00:00:00.000Z' } },
      { code: 'matched-is', params: { word: 'hola' } },
    ],
    [
      'an hour ago less a moment',
      { ...hello, once: { hours: 1 } },
      text('hola'),
      { fired: { 'a:is': '2026-03-04T14:00:00.001Z' } },
      { code: 'fired-lately', params: { hours: 1 } },
    ],
    [
      'an hour ago',
      { ...hello, once: { hours: 1 } },
      text('hola'),
      { fired: { 'a:is': '2026-03-04T14:00:00.000Z' } },
      { code: 'matched-is', params: { word: 'hola' } },
    ],
    [
      'as often as it likes',
      hello,
      text('hola'),
      { fired: { 'a:is': '2026-03-04T14:59:59.000Z' } },
      { code: 'matched-is', params: { word: 'hola' } },
    ],
  ];
  test.each(cases)('is told of %s', (_name, trigger, happening, more, expected) => {
    expect(why(trigger, happening, more)).toEqual(expected);
  });

  test('is the hour, in the zone of the flow, else of the workspace', () => {
    const office: Trigger = { ...hello, hours: { weekly: { wednesday: [{ from: '09:00', to: '12:00' }] } } };
    const at = (timeZone: string | undefined, workspace = 'UTC') =>
      chooseTrigger([{ flow: { ...flow('a', office).flow, timeZone } }], {
        ...nothing,
        happening: text('hola'),
        timeZone: workspace,
      }).considered[0]?.why.code;
    expect(at(undefined)).toBe('outside-hours');
    expect(at('America/Lima')).toBe('matched-is');
    expect(at(undefined, 'America/Lima')).toBe('matched-is');
    expect(at('America/Nowhere', 'America/Lima')).toBe('outside-hours');
  });

  test('tells what each of those lost by that matched too', () => {
    const { considered } = decide(
      [
        flow('a', { ...keyword('is', 'hola tú'), priority: 5 }),
        flow('b', keyword('contains', 'hola')),
        flow('c', { ...keyword('contains', 'hola'), priority: 5 }),
        flow('d', { ...keyword('is', 'hola tú'), priority: 5 }),
        flow('e', keyword('is', 'x')),
      ],
      text('hola tú'),
    );
    expect(considered.map(({ flowId, matched, lost }) => [flowId, matched, lost?.code])).toEqual([
      ['a', true, undefined],
      ['b', true, 'lost-priority'],
      ['c', true, 'lost-kind'],
      ['d', true, 'lost-order'],
      ['e', false, undefined],
    ]);
    const { considered: longer } = decide(
      [flow('a', keyword('contains', 'a')), flow('b', keyword('contains', 'a b'))],
      text('x a b'),
    );
    expect(longer[0]?.lost).toEqual({ code: 'lost-length' });
  });

  test('can be said in words', () => {
    expect(whyInWords({ code: 'matched-is', params: { word: 'hola' } })).toBe('The whole text is "hola".');
    expect(whyInWords({ code: 'exit-word', params: { word: 'salir', flow: 'pedido' } })).toBe(
      '"salir" is a word of the way out: the flow "pedido" ends.',
    );
    expect(whyInWords({ code: 'other-channel' })).toBe('It is for other channels.');
    expect(whyInWords({ code: 'in-group' })).toBe('The contact is in the group "".');
  });
});

describe('what is decided', () => {
  const hello = flow('a', keyword('is', 'hola'));
  const any = flow('z', { id: 'any', kind: 'unhandled' });
  const outcome = (candidates: TriggerCandidate[], happening: Happening, more: Partial<TriggerContext> = {}) => {
    const { action, why: reason, leaves, winner: won } = decide(candidates, happening, more);
    return { action, why: reason, ...(leaves && { leaves }), ...(won && { flow: won.flowId }) };
  };

  test('without a session: the winner begins, or nothing happens', () => {
    expect(outcome([hello], text('hola'))).toEqual({ action: 'begin', why: { code: 'begins' }, flow: 'a' });
    expect(outcome([hello], text('adiós'))).toEqual({ action: 'none', why: { code: 'nothing-matched' } });
    expect(outcome([paused(hello), any], text('hola'))).toEqual({
      action: 'begin',
      why: { code: 'begins' },
      flow: 'z',
    });
  });

  test('with a session: it takes the message, unless a trigger interrupts', () => {
    expect(outcome([hello, any], text('dos'), waiting('b'))).toEqual({
      action: 'resume',
      why: { code: 'answers', params: { flow: 'b' } },
    });
    expect(outcome([hello, any], text('hola'), waiting('b'))).toEqual({
      action: 'begin',
      why: { code: 'interrupts', params: { flow: 'b' } },
      flow: 'a',
    });
    expect(outcome([hello], text('hola'), waiting('a'))).toEqual({
      action: 'begin',
      why: { code: 'restarts' },
      flow: 'a',
    });
    expect(outcome([hello], text('hola'), waiting('b', { flows: ['b', 'a'] }))).toEqual({
      action: 'begin',
      why: { code: 'restarts' },
      flow: 'a',
    });
    expect(outcome([any], text('dos'), waiting('b', { waitsFor: 'time' })).action).toBe('resume');
    for (const waitsFor of ['http', 'effect', 'ticket', undefined] as const)
      expect(outcome([any], text('dos'), waiting('b', { waitsFor }))).toEqual({
        action: 'keep',
        why: { code: 'waits-otherwise', params: { flow: 'b' } },
      });
  });

  test('by what a trigger says of contacts who are in a flow', () => {
    const held = (trigger: Trigger, session: ReturnType<typeof waiting>, happening = text('hola')) =>
      decide([flow('a', trigger)], happening, session).considered[0]?.why;
    const kept = { code: 'stays-in-other', params: { flow: 'b' } };
    expect(held({ ...keyword('is', 'hola'), other: 'keep' }, waiting('b'))).toEqual(kept);
    expect(held({ ...keyword('is', 'hola'), again: 'keep' }, waiting('a'))).toEqual({ code: 'stays-in-flow' });
    expect(held({ ...keyword('is', 'hola'), again: 'keep' }, waiting('b'))?.code).toBe('matched-is');
    expect(held({ ...keyword('is', 'hola'), other: 'keep' }, waiting('a'))?.code).toBe('matched-is');
    expect(held(keyword('is', 'hola'), waiting('b', { ignoreTriggers: true }))).toEqual({
      code: 'flow-ignores-triggers',
    });
    expect(held(keyword('is', 'Sí'), waiting('b'), tap('x', 'button'))).toEqual({ code: 'typed-only' });
    expect(held({ id: 'u', kind: 'unhandled', other: 'interrupt' }, waiting('b'))).toEqual(kept);
    expect(held({ id: 'u', kind: 'unhandled', again: 'restart' }, waiting('a'))).toEqual({ code: 'stays-in-flow' });
    const first = text('hola', { firstMessage: true });
    expect(held({ id: 'n', kind: 'new-conversation' }, waiting('b'), first)).toEqual(kept);
    expect(held({ id: 'n', kind: 'new-conversation', other: 'interrupt' }, waiting('b'), first)?.code).toBe(
      'matched-first',
    );
    expect(held({ id: 'n', kind: 'new-conversation' }, waiting('a'), first)).toEqual({ code: 'stays-in-flow' });
  });

  const interrupting: [Trigger, Happening, boolean][] = [
    [{ id: 't', kind: 'referral' }, text('x', { referral: {} }), true],
    [{ id: 't', kind: 'button-payload', payloads: ['p'] }, tap('p'), true],
    [{ id: 't', kind: 'missed-call' }, { kind: 'missed-call' }, false],
    [{ id: 't', kind: 'ticket-closed' }, { kind: 'ticket-closed' }, false],
    [
      { id: 't', kind: 'contact-changed', change: { what: 'group-joined', group: 'g' } },
      { kind: 'contact-changed', changes: [{ what: 'group-joined', group: 'g' }] },
      false,
    ],
    [
      { id: 't', kind: 'schedule', when: { every: 'day', time: '09:00' }, audience: 'g' },
      { kind: 'start', by: 'schedule', flowId: 'a' },
      false,
    ],
    [
      { id: 't', kind: 'date-field', field: 'f', offset: 0, unit: 'days' },
      { kind: 'start', by: 'date-field', flowId: 'a' },
      false,
    ],
    [{ id: 't', kind: 'campaign' }, { kind: 'start', by: 'campaign', flowId: 'a' }, false],
    [{ id: 't', kind: 'webhook', contact: 'phone' }, { kind: 'start', by: 'webhook', flowId: 'a' }, true],
    [{ id: 't', kind: 'api' }, { kind: 'start', by: 'api', flowId: 'a' }, true],
    [{ id: 't', kind: 'agent' }, { kind: 'start', by: 'agent', flowId: 'a' }, true],
  ];
  test.each(interrupting)('by the kind: %j', (trigger, happening, expected) => {
    const began = (more: Partial<Trigger>, session = waiting('b')) =>
      decide([flow('a', { ...trigger, ...more } as Trigger)], happening, session).action === 'begin';
    expect(began({})).toBe(expected);
    expect(began({ other: 'interrupt' })).toBe(true);
    expect(began({ other: 'keep' })).toBe(false);
    expect(began({}, waiting('a'))).toBe(true);
    expect(began({ again: 'keep' }, waiting('a'))).toBe(false);
    const byName = ['webhook', 'api', 'agent'].includes(trigger.kind);
    expect(began({ other: 'interrupt' }, waiting('b', { ignoreTriggers: true }))).toBe(byName);
  });

  test('by a word of the way out: the session ends, and the triggers are asked as if there had been none', () => {
    const why = { code: 'exit-word', params: { word: 'salir', flow: 'b' } };
    expect(outcome([hello], text('¡Salir!'), waiting('b'))).toEqual({ action: 'resume', why, leaves: true });
    expect(outcome([hello, any], text('salir'), waiting('b'))).toEqual({
      action: 'begin',
      why,
      leaves: true,
      flow: 'z',
    });
    expect(outcome([flow('c', keyword('is', 'salir')), any], text('salir'), waiting('b'))).toEqual({
      action: 'begin',
      why: { code: 'interrupts', params: { flow: 'b' } },
      flow: 'c',
    });
    expect(outcome([any], text('salir'), waiting('b', { waitsFor: 'time' })).action).toBe('resume');
    expect(outcome([any], text('salir'), waiting('b', { waitsFor: 'time' })).why.code).toBe('answers');
    expect(
      outcome([any], sent({ kind: 'choice', source: 'list', id: 'x', title: 'salir' }, 'salir'), waiting('b')).why.code,
    ).toBe('answers');
    expect(outcome([any], text(''), { ...waiting('b'), words: { ...nothing.words, exit: ['', '!'] } }).why.code).toBe(
      'answers',
    );
  });

  test('by words of opting out and in, before all flows', () => {
    expect(outcome([flow('c', keyword('is', 'baja'))], text('BAJA.'))).toEqual({
      action: 'none',
      why: { code: 'opt-out-word', params: { word: 'baja' } },
    });
    expect(outcome([any], text('baja'), waiting('b')).action).toBe('keep');
    expect(outcome([any], text('alta'), { optedOut: true }).why).toEqual({
      code: 'opt-in-word',
      params: { word: 'alta' },
    });
    expect(outcome([any], text('alta')).action).toBe('begin');
    expect(outcome([any], text('baja por favor')).action).toBe('begin');
    expect(outcome([any], sent({ kind: 'choice', source: 'list', id: 'x', title: 'baja' }, 'baja')).action).toBe(
      'begin',
    );
    expect(outcome([any], text('baja'), { paused: 'bot' }).why.code).toBe('opt-out-word');
  });

  test('by messages that say nothing: they are recorded only', () => {
    const silent: InboundContent[] = [
      { kind: 'reaction', messageId: 'm', emoji: '👍' },
      { kind: 'edit', messageId: 'm', body: 'hola' },
      { kind: 'revoke', messageId: 'm' },
      { kind: 'system', change: 'number' },
      { kind: 'call-permission', response: 'accept' },
    ];
    for (const content of silent)
      expect(outcome([any], sent(content))).toEqual({
        action: 'none',
        why: { code: 'not-speech', params: { kind: content.kind } },
      });
    const speaking: InboundContent[] = [
      { kind: 'welcome' },
      { kind: 'location', latitude: 1, longitude: 1 },
      { kind: 'contacts', contacts: [] },
      { kind: 'form', fields: {} },
      { kind: 'order', catalogId: 'c', items: [] },
      { kind: 'unsupported' },
      { kind: 'unknown', type: 'x', raw: {} },
      { kind: 'media', media: 'image', providerMediaId: 'x' },
      { kind: 'choice', source: 'button', id: 'x', title: 'X' },
    ];
    for (const content of speaking) expect(outcome([any], sent(content)).action).toBe('begin');
  });

  test('by silence: of the bot, the channel, the flow, or because people have the conversation', () => {
    const waits = waiting('a');
    expect(outcome([any], text('x'), { paused: 'bot' })).toEqual({ action: 'none', why: { code: 'bot-paused' } });
    expect(outcome([any], text('x'), { paused: 'channel', ...waits })).toEqual({
      action: 'keep',
      why: { code: 'channel-paused' },
    });
    expect(outcome([any], text('x'), { voice: 'people' })).toEqual({ action: 'none', why: { code: 'voice' } });
    expect(outcome([any, paused(hello)], text('x'), waits)).toEqual({ action: 'keep', why: { code: 'flow-paused' } });
    expect(outcome([any, hello], { kind: 'missed-call' }, { voice: 'people' }).why.code).toBe('voice');
    const agent = flow('a', { id: 't', kind: 'agent' }, { id: 's', kind: 'api' });
    expect(outcome([agent], { kind: 'start', by: 'agent', flowId: 'a' }, { voice: 'people' }).action).toBe('begin');
    expect(outcome([agent], { kind: 'start', by: 'api', flowId: 'a' }, { voice: 'people' }).why.code).toBe('voice');
    expect(
      outcome([agent], { kind: 'start', by: 'agent', flowId: 'a' }, { voice: 'people', paused: 'bot' }).why.code,
    ).toBe('bot-paused');
  });

  test('of a closed ticket: the session that waits for it goes on', () => {
    const done = flow('c', { id: 'done', kind: 'ticket-closed', other: 'interrupt' });
    expect(outcome([done], { kind: 'ticket-closed' }, waiting('b', { waitsFor: 'ticket' }))).toEqual({
      action: 'resume',
      why: { code: 'ticket-awaited', params: { flow: 'b' } },
    });
    expect(outcome([done], { kind: 'ticket-closed' }, waiting('b')).action).toBe('begin');
    expect(outcome([], { kind: 'ticket-closed' }, waiting('b'))).toEqual({
      action: 'keep',
      why: { code: 'nothing-matched' },
    });
    expect(outcome([], { kind: 'missed-call' }, waiting('b', { waitsFor: 'ticket' })).action).toBe('keep');
    expect(outcome([paused(flow('b'))], { kind: 'ticket-closed' }, waiting('b', { waitsFor: 'ticket' })).why.code).toBe(
      'flow-paused',
    );
  });

  describe('of a flow that is begun on purpose', () => {
    const start = (by: string, triggerId?: string): Happening => ({
      kind: 'start',
      by,
      flowId: 'a',
      ...(triggerId !== undefined && { triggerId }),
    });
    const open = flow(
      'a',
      { id: 'one', kind: 'api', groups: { only: ['g'] } },
      { id: 'two', kind: 'api', to: 'n' },
      { id: 'hook', kind: 'webhook', contact: 'c' },
    );

    test('it needs a trigger of that kind, the one that is named', () => {
      expect(winner([open], start('api'))).toBe('a/two/');
      expect(winner([open], start('webhook', 'hook'))).toBe('a/hook/');
      expect(outcome([open], start('webhook', 'gone'))).toEqual({
        action: 'none',
        why: { code: 'no-such-trigger', params: { by: 'webhook' } },
      });
      expect(outcome([open], start('campaign'))).toEqual({
        action: 'none',
        why: { code: 'no-such-trigger', params: { by: 'campaign' } },
      });
      expect(outcome([open], start('api', 'one'), waiting('b'))).toEqual({
        action: 'keep',
        why: { code: 'not-in-groups' },
      });
    });

    test('by another flow or by hand it needs none', () => {
      expect(winner([open], start('flow'))).toBe('a//');
      expect(outcome([open], start('manual'), waiting('b'))).toEqual({
        action: 'begin',
        why: { code: 'interrupts', params: { flow: 'b' } },
        flow: 'a',
      });
    });

    test('it must be published and not paused; that of another flow need not', () => {
      expect(outcome([hello], { kind: 'start', by: 'flow', flowId: 'x' })).toEqual({
        action: 'none',
        why: { code: 'flow-unknown', params: { flow: 'x' } },
      });
      expect(outcome([paused(open)], start('api'))).toEqual({ action: 'none', why: { code: 'flow-paused' } });
      expect(outcome([open, paused(flow('b'))], start('api'), waiting('b')).action).toBe('begin');
      expect(outcome([open, flow('b', { id: 'x', kind: 'api', priority: 100 })], start('api')).flow).toBe('a');
    });
  });
});
