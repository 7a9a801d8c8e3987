import { describe, expect, test } from '@jest/globals';
import { healthOf } from '../../../../editor/channels/health.ts';
import { emptyForm, formOf, problemsOf, refusedFields, settingsOf } from '../../../../editor/channels/settings-form.ts';
import { ApiProblem } from '../../../../editor/client/http.ts';
import { attentionOf } from '../../../../editor/home/attention.ts';

const now = Date.parse('2026-01-05T12:00:00Z');
const quiet = { paused: false, lastWebhookAt: '2026-01-05T11:00:00Z', lastSentAt: null, lastError: null };
const channel = {
  ...quiet,
  id: 'ventas',
  type: 'whatsapp-cloud',
  name: 'Ventas',
  settings: {},
  secretsSet: [],
};
const failed = (at: string) => ({ at, code: 'whatsapp.not-allowed', message: 'no', mended: false });

describe('the health of a channel', () => {
  test('is one word, the worst that is true', () => {
    expect(healthOf(quiet, undefined, now)).toBe('works');
    expect(healthOf({ ...quiet, lastWebhookAt: null }, undefined, now)).toBe('silent');
    expect(healthOf({ ...quiet, lastError: failed('2026-01-05T09:00:00Z') }, undefined, now)).toBe('check');
    expect(healthOf(quiet, [{ code: 'token-invalid', severity: 'error' }], now)).toBe('broken');
    expect(healthOf({ ...quiet, paused: true }, [{ code: 'token-invalid', severity: 'error' }], now)).toBe('paused');
  });

  test('forgets an error after a day, and does not mind a secret that only looks odd', () => {
    expect(healthOf({ ...quiet, lastError: failed('2026-01-03T09:00:00Z') }, undefined, now)).toBe('works');
    expect(healthOf(quiet, [{ code: 'app-secret-implausible', severity: 'warning' }], now)).toBe('works');
  });
});

describe('what asks for attention', () => {
  const nothing = { botPaused: false, channels: [], findings: {}, flagged: [], uncertain: [], pausedFlows: [] };

  test('is nothing when all is well', () => {
    expect(attentionOf({ ...nothing, channels: [channel] }, now)).toEqual([]);
  });

  test('begins with what stops everything, and says each channel once', () => {
    const found = attentionOf(
      {
        ...nothing,
        botPaused: true,
        channels: [{ ...channel, lastError: failed('2026-01-05T09:00:00Z') }],
        findings: { ventas: [{ code: 'token-invalid', severity: 'error', detail: 'expired' }] },
      },
      now,
    );
    expect(found.map(({ what, to }) => [what, to])).toEqual([
      ['botPaused', '/channels'],
      ['channel', '/channels/ventas'],
    ]);
  });

  test('tells of flows that a limit has stopped, with the way to the card and how to dismiss it', () => {
    const alert = {
      id: 'alert:w:pedidos',
      flowId: 'pedidos',
      name: 'Pedidos',
      code: 'limit.visits-without-input',
      message: 'The card was visited too often.',
      node: 'n 1',
      day: '2026-01-05',
      count: 2,
      firstAt: '2026-01-05T08:00:00.000Z',
      lastAt: '2026-01-05T09:00:00.000Z',
    };
    const { node: _node, ...whole } = alert;
    const [atCard, ofFlow] = attentionOf({ ...nothing, stopped: [alert, whole] }, now);
    expect(atCard).toEqual({
      id: 'stopped alert:w:pedidos',
      tone: 'bad',
      what: 'flowStopped',
      params: { name: 'Pedidos' },
      why: { key: 'failures.limit.visits-without-input', words: 'The card was visited too often.' },
      at: '2026-01-05T09:00:00.000Z',
      to: '/flows/pedidos?card=n%201',
      action: 'see',
      alert: 'alert:w:pedidos',
    });
    expect(ofFlow?.to).toBe('/flows/pedidos');
  });

  test("says a conversation's note in the flow's own words, not as a text's key", () => {
    const note = 'Pide hablar con alguien';
    const row = { id: 'c', contact: { id: 'p', name: 'Ana' }, flagged: { at: '2026-01-05T09:00:00Z', note } };
    const [found] = attentionOf({ ...nothing, flagged: [row as never] }, now);
    expect(found?.why).toEqual({ words: note });
  });
});

describe('the settings of a number', () => {
  const filled = { ...emptyForm, name: 'Ventas', phoneNumberId: ' 123 ', wabaId: '456' };

  test('leave out secrets that stay, and the blanks that came with pasting', () => {
    expect(settingsOf({ ...filled, typing: true })).toEqual({
      phoneNumberId: '123',
      wabaId: '456',
      markRead: true,
      typing: true,
    });
    expect(settingsOf({ ...filled, accessToken: ' t ', markRead: false, typing: true })).toEqual({
      phoneNumberId: '123',
      wabaId: '456',
      accessToken: 't',
      markRead: false,
      typing: false,
    });
  });

  test('say what is missing, secrets only of a new number', () => {
    expect(problemsOf(filled, { secretsNeeded: false })).toEqual({});
    expect(problemsOf({ ...filled, wabaId: '+52 1' }, { secretsNeeded: true })).toEqual({
      wabaId: 'digits',
      accessToken: 'missing',
      appSecret: 'missing',
      verifyToken: 'missing',
    });
  });

  test('are read back, with the fields that the server refused', () => {
    expect(formOf({ name: 'Ventas', settings: { phoneNumberId: '1', markRead: false } })).toEqual({
      ...emptyForm,
      name: 'Ventas',
      phoneNumberId: '1',
      markRead: false,
    });
    const problem = new ApiProblem('channel.settings-invalid', 422, {
      issues: [{ path: '/settings/appSecret', message: 'is too long' }],
    });
    expect(refusedFields(problem)).toEqual({ appSecret: 'refused' });
  });
});
