import { describe, expect, test } from '@jest/globals';
import { createChannelSource, type ChannelRepository } from '../../../api/store/channels.ts';
import { createFlowSource } from '../../../api/store/flows.ts';
import { asId, type ChannelId, type WorkspaceId } from '../../../runtime/contract/index.ts';
import type { Logger, PublishedFlow } from '../../../runtime/ports.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

const workspaceId = asId<WorkspaceId>('shop');
const channelId = asId<ChannelId>('shop-whatsapp');
const flow = chain('hola', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]);
const published: PublishedFlow = { flowId: 'hola', version: 1, flow, paused: false };

describe('the flows that the runtime sees', () => {
  test('are read once per revision, by all who ask at once', async () => {
    let reads = 0;
    const source = createFlowSource({
      publishedFlows: () => Promise.resolve([{ ...published, version: (reads += 1) }]),
      version: () => Promise.resolve(undefined),
    });
    const versionAt = async (revision: number) => (await source.published(workspaceId, revision))[0]?.version;
    expect(await Promise.all([versionAt(1), versionAt(1)])).toEqual([1, 1]);
    expect(await versionAt(2)).toBe(2);
    // Somebody who read the workspace earlier gets what is newer.
    expect(await versionAt(1)).toBe(2);
    expect(reads).toBe(2);
  });

  test('are asked for again after a failure', async () => {
    let fails = true;
    const source = createFlowSource({
      publishedFlows: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve([published])),
      version: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve(flow)),
    });
    await expect(source.published(workspaceId, 1)).rejects.toThrow('away');
    await expect(source.version(workspaceId, 'hola', 1)).rejects.toThrow('away');
    fails = false;
    expect(await source.published(workspaceId, 1)).toEqual([published]);
    expect(await source.version(workspaceId, 'hola', 1)).toBe(flow);
  });

  test('keep a version, which never changes, but not that there is none', async () => {
    const asked: number[] = [];
    const source = createFlowSource({
      publishedFlows: () => Promise.resolve([]),
      version(_workspaceId, _flowId, version) {
        asked.push(version);
        return Promise.resolve(version === 1 ? flow : undefined);
      },
    });
    for (const version of [1, 1, 2, 2]) await source.version(workspaceId, 'hola', version);
    expect(asked).toEqual([1, 2, 2]);
  });
});

describe('the channels that the runtime sees', () => {
  const record = { id: channelId, workspaceId, type: 'whatsapp-cloud', name: 'Shop', settings: {}, paused: false };
  const build = (byId: ChannelRepository['byId']) => {
    const noted: unknown[] = [];
    const logged: string[] = [];
    const log: Logger = { info: () => {}, warn: () => {}, error: (_fields, message) => logged.push(message) };
    let now = 0;
    const source = createChannelSource(
      {
        byId,
        noteStatus: (id, status) => {
          noted.push({ id, ...status });
          return Promise.resolve();
        },
      },
      log,
      () => now,
    );
    return { source, noted, logged, pass: (ms: number) => (now += ms) };
  };

  test('are kept for less than a second, so that a pause takes effect', async () => {
    let reads = 0;
    const { source, pass } = build(() => {
      reads += 1;
      return Promise.resolve({ ...record, paused: reads > 1 });
    });
    expect((await source.byId(channelId))?.paused).toBe(false);
    pass(999);
    expect((await source.byId(channelId))?.paused).toBe(false);
    pass(1);
    expect((await source.byId(channelId))?.paused).toBe(true);
  });

  test('whose secrets cannot be opened are told of each time, in the log and to the caller', async () => {
    const { source, logged } = build(() => Promise.reject(new Error('another APP_SECRET')));
    await expect(source.byId(channelId)).rejects.toThrow('another APP_SECRET');
    await expect(source.byId(channelId)).rejects.toThrow('another APP_SECRET');
    expect(logged).toHaveLength(2);
  });

  test('have what they heard written in one go', async () => {
    const { source, noted } = build(() => Promise.resolve(record));
    source.note(channelId, { webhookAt: '2026-01-05T09:00:00.000Z' });
    source.note(channelId, { webhookAt: '2026-01-05T09:00:01.000Z' });
    source.note(channelId, { error: { at: '2026-01-05T09:00:02.000Z', code: 'auth', message: 'expired' } });
    expect(noted).toEqual([]);
    await source.flush();
    await source.flush();
    expect(noted).toEqual([
      {
        id: channelId,
        webhookAt: '2026-01-05T09:00:01.000Z',
        error: { at: '2026-01-05T09:00:02.000Z', code: 'auth', message: 'expired' },
      },
    ]);
  });
});
