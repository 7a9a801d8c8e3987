import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

type Service = {
  image?: string;
  build?: string;
  user?: string;
  read_only?: boolean;
  restart?: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  networks?: string[];
  cap_drop?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
};
type Compose = { services: Record<string, Service>; networks: Record<string, { internal?: boolean }>; volumes: object };

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const schema: unknown = JSON.parse(read('tests/support/compose.schema.json'));

/** `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, as the Compose specification describes them. */
function interpolate(text: string, env: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?:(:[-?])([^}]*))?\}/g, (_, name: string, mode?: string, rest = '') => {
    const value = env[name] ?? '';
    if (value !== '') return value;
    if (mode === ':?') throw new Error(`${name}: ${rest}`);
    return mode === ':-' ? rest : '';
  });
}

const load = (env: Record<string, string>) =>
  parse(interpolate(read('docker-compose.yml'), env), { merge: true }) as Compose;

describe('docker-compose.yml', () => {
  const compose = load({ APP_SECRET: 'a-secret' });
  const { services } = compose;
  const app = { web: services.web, worker: services.worker };

  test('has the form that the Compose specification gives it', () => {
    const validate = new Ajv({ strict: false }).compile(schema as object);
    validate(compose);
    expect(validate.errors).toBeNull();
    expect(validate({ ...compose, services: { web: { ...services.web, enviroment: {} } } })).toBe(false);
  });

  test('does not start without a secret, and says what to do', () => {
    expect(() => load({})).toThrow(/^APP_SECRET: Set APP_SECRET in \.env/);
  });

  test('refers only to services, networks and volumes that exist', () => {
    for (const service of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(services)).toContain(name);
        if (condition === 'service_healthy') expect(services[name]?.healthcheck).toBeDefined();
        if (condition === 'service_completed_successfully') expect(services[name]?.restart).toBe('no');
      }
      for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
  });

  test('runs web and worker from one image, each in its role', () => {
    expect(app.web?.environment?.ROLES).toBe('web');
    expect(app.worker?.environment?.ROLES).toBe('worker');
    expect([app.web?.image, app.web?.build]).toEqual([app.worker?.image, app.worker?.build]);
    const { ROLES: web, ...ofWeb } = app.web?.environment ?? {};
    const { ROLES: worker, ...ofWorker } = app.worker?.environment ?? {};
    expect([web === worker, ofWeb]).toEqual([false, ofWorker]);
  });

  test('gives the store a name that the replica set and the program share', () => {
    const uri = new URL(app.web?.environment?.MONGODB_URI ?? '');
    expect(Object.keys(services)).toContain(uri.hostname);
    const [, , set] = (services.store as { command?: string[] }).command ?? [];
    expect(uri.searchParams.get('replicaSet')).toBe(set);
    const initiate = JSON.stringify((services['store-init'] as { entrypoint?: string[] }).entrypoint);
    expect(initiate).toContain(`_id: '${set}'`);
    expect(initiate).toContain(`host: '${uri.hostname}:27017'`);
  });

  test('keeps the store away from the outside', () => {
    expect(services.store?.ports).toBeUndefined();
    expect(services.store?.networks?.map((name) => compose.networks[name]?.internal)).toEqual([true]);
  });

  test('opens the program to this machine alone', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toEqual(['127.0.0.1:3000:3000']);
  });

  test('runs nothing as root, nothing with a writable system, nothing with capabilities', () => {
    const image =
      read('Dockerfile')
        .split(/^FROM /m)
        .at(-1) ?? '';
    expect(image).toMatch(/^USER node$/m);
    for (const [name, service] of Object.entries(services)) {
      expect([name, service.read_only, service.cap_drop]).toEqual([name, true, ['ALL']]);
      if (service.build === undefined) expect([name, service.user]).toEqual([name, 'mongodb']);
    }
  });

  test('is set up by the names of .env.example', () => {
    const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const offered = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(offered)).toEqual(new Set(asked));
  });
});
