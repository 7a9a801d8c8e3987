import type { Express } from 'express';
import type { Health } from './service.ts';

export type { Health } from './service.ts';

export type HealthDeps = { health: Health; metrics: { contentType: string; metrics(): Promise<string> } };

/** For machines that watch: before everything else, so that they cost next to nothing and answer whatever is wrong. */
export function mountHealth(app: Express, { health, metrics }: HealthDeps): void {
  app.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'up' });
  });
  app.get('/readyz', async (_request, response) => {
    const reason = await health.unready().catch(() => 'the store does not answer');
    response.set('cache-control', 'no-store');
    if (reason === null) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'unready', reason });
  });
  app.get('/metrics', async (_request, response) => {
    const text = await metrics.metrics();
    response.set('cache-control', 'no-store').type(metrics.contentType).send(text);
  });
}
