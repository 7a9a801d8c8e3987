import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import type { Flow } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
const key = 'cauce_translations_key';
const auth = { authorization: `Bearer ${key}` };

const flow = (id: string, more: Partial<Flow> = {}): Flow =>
  chain(
    id,
    keyword('hola'),
    [
      { id: 'say', type: 'send-text', config: { body: 'Hola, {{ contact.name ?? "tú" }}\n¿Qué tal?' } },
      { id: 'sum', type: 'send-text', config: { body: '=1+1' } },
    ],
    { languages: ['es', 'en', 'pt'], translations: { en: { sum: { body: '+2' } } }, ...more },
  );
const make = async (id: string, more?: Partial<Flow>) => {
  await request(api.app)
    .put(`/api/v1/flows/${id}`)
    .set(auth)
    .set('If-None-Match', '*')
    .send(flow(id, more))
    .expect(201);
};
const csvOf = async (id: string): Promise<string> => {
  const answer = await request(api.app).get(`/api/v1/flows/${id}/translations`).set(auth).buffer(true).expect(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="${id}.csv"`);
  return answer.text;
};
const send = (id: string, csv: string) =>
  request(api.app).post(`/api/v1/flows/${id}/translations`).set(auth).send({ csv });
const draftOf = async (id: string): Promise<Flow> =>
  (await request(api.app).get(`/api/v1/flows/${id}`).set(auth).expect(200)).body.flow as Flow;

beforeAll(async () => {
  api = await startTestApi(flowTools);
  await api.workspace('translations', key);
});
afterAll(() => api.close());

describe("a flow's texts as CSV", () => {
  test('say card, text, the words as written and each other language', async () => {
    await make('out');
    expect(await csvOf('out')).toBe(
      '\uFEFFcard,text,es,en,pt\n' +
        'say,body,"Hola, {{ contact.name ?? ""tú"" }}\n¿Qué tal?",,\n' +
        // What a spreadsheet would reckon with is quoted.
        "sum,body,'=1+1,'+2,\n",
    );
  });

  test('come back as they went out, and nothing has changed', async () => {
    await make('round');
    const answer = await send('round', await csvOf('round')).expect(200);
    expect(answer.body).toEqual({
      revision: 1,
      report: { changed: 0, unchanged: 1, unknown: [], outdated: [], languages: [] },
    });
  });

  test('are laid over the draft, whichever sign divides them', async () => {
    await make('in');
    const answer = await send('in', 'card;text;es;pt;fr\r\nsay;body;Hola;Olá;Salut\r\ngone;body;x;y;z\r\n').expect(200);
    expect(answer.body).toEqual({
      revision: 2,
      report: {
        changed: 1,
        unchanged: 0,
        unknown: [{ node: 'gone', key: 'body' }],
        outdated: [{ node: 'say', key: 'body' }],
        languages: ['fr'],
      },
    });
    expect((await draftOf('in')).translations).toEqual({ en: { sum: { body: '+2' } }, pt: { say: { body: 'Olá' } } });
  });

  test('make the first translations of a flow that had none', async () => {
    const { translations: _none, ...bare } = flow('first');
    await request(api.app).put('/api/v1/flows/first').set(auth).set('If-None-Match', '*').send(bare).expect(201);
    await send('first', 'card,text,en\nsay,body,Hello\n').expect(200);
    expect((await draftOf('first')).translations).toEqual({ en: { say: { body: 'Hello' } } });
  });

  test.each([
    ['no header', 'a,b\n1,2\n', 'There is no column "card".', 1],
    ['a quote that is not closed', 'card,text,en\nsay,body,"Hello\n', expect.stringContaining('Quote'), 2],
  ])('with %s are refused, and harm nothing', async (_what, csv, reason, line) => {
    await make(`bad-${String(line)}`);
    const answer = await send(`bad-${String(line)}`, csv).expect(422);
    expect(answer.body).toMatchObject({ code: 'flow.translations-unreadable', params: { reason, line } });
    expect((await draftOf(`bad-${String(line)}`)).translations).toEqual({ en: { sum: { body: '+2' } } });
  });

  test('with too many rows are refused', async () => {
    await make('many');
    const answer = await send('many', `card,text,en\n${'say,body,x\n'.repeat(20_001)}`).expect(422);
    expect(answer.body).toMatchObject({ code: 'flow.translations-unreadable', params: { line: 20_002 } });
  });

  test('of a flow that is not there are not there', async () => {
    await request(api.app).get('/api/v1/flows/nothing/translations').set(auth).expect(404);
    await send('nothing', 'card,text,en\n').expect(404);
  });
});
