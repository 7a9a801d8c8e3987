import { Ajv } from 'ajv';
import { describe, expect, test } from '@jest/globals';
import { channels } from '../../../runtime/channels/index.ts';
import { bulkRate, withDefaults, WhatsAppCloudSettings } from '../../../runtime/channels/whatsapp-cloud/settings.ts';

const given = {
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  accessToken: 't',
  appSecret: 's',
  verifyToken: 'v',
};
const valid = new Ajv({ useDefaults: true }).compile(WhatsAppCloudSettings);

describe('settings of a number', () => {
  test('need only what the provider gave; the rest has its defaults', () => {
    const settings = withDefaults(given);
    expect(settings).toEqual({
      ...given,
      conversationPerSecond: 80,
      bulkPerMinute: 10,
      pairLimit: { burst: 45, refillSeconds: 6 },
      messagesPerContactAndDay: 200,
      markRead: true,
      typing: false,
    });
    const filled: object = { ...given };
    expect(valid(filled)).toBe(true);
    expect(filled).toEqual(settings);
  });

  test.each([
    ['brakes off', { pairLimit: 'off', messagesPerContactAndDay: 'off', bulkPerSecond: 80 }, true],
    ['an id that is no number', { phoneNumberId: '../me' }, false],
    ['an empty secret', { appSecret: '' }, false],
    ['a pair limit without refill', { pairLimit: { burst: 5 } }, false],
    ['a field that does not exist', { colour: 'red' }, false],
  ])('with %s: %p', (_, changed, sound) => expect(valid({ ...withDefaults(given), ...changed })).toBe(sound));

  test('tell the speed of the bulk lane by the second', () => {
    expect(bulkRate(withDefaults(given))).toBeCloseTo(1 / 6);
    expect(bulkRate(withDefaults({ ...given, bulkPerSecond: 80 }))).toBe(80);
  });
});

test('every channel stands in the registry under its type, and its secrets are settings of it', () => {
  for (const [type, channel] of channels) {
    expect(channel.type).toBe(type);
    expect(Object.keys(channel.settings.properties)).toEqual(expect.arrayContaining([...channel.secrets]));
  }
  expect([...channels.keys()]).toContain('whatsapp-cloud');
});
