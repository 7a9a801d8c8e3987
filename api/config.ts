import { Type, type TString } from '@sinclair/typebox';
import { createSchemaCompiler } from './http/schema.ts';

const OneOf = (...values: string[]): TString => Type.String({ pattern: `^(${values.join('|')})$` });
const HttpUrl = Type.String({ pattern: '^https?://[^/?#\\s]+$', maxLength: 500 });

/** One environment variable: how it is checked, what stands for it when it is not set, and what it means. */
type Variable = { schema: TString; default: string; meaning: string };

/**
 * Every environment variable that the program reads; README shows this table. Text as it is in the environment; `readConfig` makes
 * values of it. Set to nothing is the same as not set.
 */
export const variables = {
  PORT: {
    schema: Type.String({ pattern: '^(0|[1-9][0-9]{0,4})$' }),
    default: '3000',
    meaning: 'port to listen on',
  },
  HOST: {
    schema: Type.String({ minLength: 1, maxLength: 253 }),
    default: '127.0.0.1',
    meaning: 'address to listen on',
  },
  DATA_DIR: {
    schema: Type.String({ minLength: 1, maxLength: 4_096 }),
    default: './data',
    meaning: 'folder of the embedded store and of a generated secret',
  },
  MONGODB_URI: {
    schema: Type.String({ pattern: '^mongodb(\\+srv)?://.+' }),
    default: '',
    meaning: 'MongoDB to use; without it the embedded store in `DATA_DIR`',
  },
  APP_SECRET: {
    schema: Type.String({ minLength: 12, maxLength: 1_000 }),
    default: '',
    meaning: 'encrypts channel secrets; required in production, else generated into `DATA_DIR`',
  },
  PUBLIC_URL: {
    schema: HttpUrl,
    default: '',
    meaning: 'address under which WhatsApp and your people reach the program',
  },
  ROLES: {
    schema: Type.String({ pattern: '^ *(web|worker)( *, *(web|worker))* *$' }),
    default: 'web,worker',
    meaning: 'what this process does: answer HTTP, work on conversations, or both',
  },
  WHATSAPP_GRAPH_URL: {
    schema: HttpUrl,
    default: 'https://graph.facebook.com',
    meaning: "where WhatsApp's Graph API is; in the demo, without it, the built-in stand-in",
  },
  WHATSAPP_GRAPH_VERSION: {
    schema: Type.String({ pattern: '^v[0-9]{1,3}\\.[0-9]{1,2}$' }),
    // The newest of the versions that the adapter's payloads were checked against (Meta: "Changelog", 2026).
    default: 'v25.0',
    meaning: 'version of the Graph API',
  },
  SMTP_URL: {
    schema: Type.String({ pattern: '^smtps?://[^\\s]+$', maxLength: 1_000 }),
    default: '',
    meaning: 'mail server, with name and password where it wants them; without it no letter leaves',
  },
  MAIL_FROM: {
    schema: Type.String({ pattern: '^[^\\r\\n]*[^\\s@]+@[^\\s@]+$', maxLength: 320 }),
    default: '',
    meaning: 'who letters are from, such as `Tienda <hola@tienda.example>`; goes with `SMTP_URL`',
  },
  AI_URL: {
    schema: Type.String({ pattern: '^https?://[^?#\\s]+$', maxLength: 500 }),
    default: '',
    meaning:
      "a language model's address in OpenAI's form, such as `https://api.openai.com/v1`; without it no model is asked",
  },
  AI_MODEL: {
    schema: Type.String({ minLength: 1, maxLength: 200 }),
    default: '',
    meaning: 'name of the model at `AI_URL`',
  },
  AI_API_KEY: {
    schema: Type.String({ pattern: '^[\\x21-\\x7e]+$', maxLength: 1_000 }),
    default: '',
    meaning: 'key for `AI_URL`, where it wants one',
  },
  OUTBOUND_ALLOW: {
    schema: Type.String({ pattern: '^[A-Za-z0-9.:/_, *-]+$', maxLength: 4_096 }),
    default: '',
    meaning: 'private hosts or networks (CIDR), separated by commas, that flows may call all the same',
  },
  DEMO: {
    schema: OneOf('0', '1'),
    default: '',
    meaning: '`1` fills an empty store with the demo workspace; refused in production',
  },
  LOG_LEVEL: {
    schema: OneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    default: 'info',
    meaning: '`fatal`, `error`, `warn`, `info`, `debug` or `trace`',
  },
  NODE_ENV: {
    schema: Type.String({ maxLength: 100 }),
    default: '',
    meaning: '`production` on a real installation: no demo, a secret of your own',
  },
} as const satisfies { [name: string]: Variable };

export type VariableName = keyof typeof variables;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** The program's configuration, checked. */
export type Config = {
  /** 0 takes any free port. */
  port: number;
  host: string;
  dataDir: string;
  /** Without it the embedded store. */
  mongodbUri: string | undefined;
  /** Without it one is generated into `dataDir`; always set in production. */
  appSecret: string | undefined;
  /** Without a slash at the end. */
  publicUrl: string | undefined;
  roles: readonly ('web' | 'worker')[];
  graph: {
    baseUrl: string;
    version: string;
    /** The demo without WHATSAPP_GRAPH_URL: the program starts its stand-in and `baseUrl` counts for nothing. */
    builtIn: boolean;
  };
  /** Without it no letter leaves. */
  mail: { smtpUrl: string; from: string } | undefined;
  /** Without it no model is asked. */
  ai: { url: string; model: string; apiKey?: string } | undefined;
  outboundAllow: readonly string[];
  demo: boolean;
  logLevel: LogLevel;
  production: boolean;
};

/** The environment is wrong; the message names every fault, for people. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** What is said of a value that is not as it should be; the value itself may be a secret. */
const expected: { [Name in VariableName]: string } = {
  PORT: 'a port from 0 to 65535',
  HOST: 'an address or host name',
  DATA_DIR: 'a folder',
  MONGODB_URI: 'a URI that begins with mongodb:// or mongodb+srv://',
  APP_SECRET: 'at least 12 characters, for example the output of: openssl rand -base64 32',
  PUBLIC_URL: 'an http or https address without path and without a slash at the end',
  ROLES: 'web, worker or web,worker',
  WHATSAPP_GRAPH_URL: 'an http or https address without path and without a slash at the end',
  WHATSAPP_GRAPH_VERSION: 'a version such as v25.0',
  SMTP_URL: 'an address that begins with smtp:// or smtps://',
  MAIL_FROM: 'an e-mail address, with a name before it if you like',
  AI_URL: 'an http or https address without query',
  AI_MODEL: 'the name of a model',
  AI_API_KEY: 'a key in visible letters without spaces',
  OUTBOUND_ALLOW: 'host names, addresses or networks (CIDR), separated by commas',
  DEMO: '1 or 0',
  LOG_LEVEL: 'fatal, error, warn, info, debug or trace',
  NODE_ENV: 'a word',
};

/** Reads and checks the environment. Throws `ConfigError` with all that is wrong at once. */
export function readConfig(env: { readonly [name: string]: string | undefined }): Config {
  const compile = createSchemaCompiler();
  const faults: string[] = [];
  const names = Object.keys(variables) as VariableName[];
  const given = Object.fromEntries(
    names.map((name) => {
      const value = env[name]?.trim() ?? '';
      if (value !== '' && !compile(variables[name].schema)(value).ok) faults.push(`${name} must be ${expected[name]}`);
      return [name, value];
    }),
  ) as { [Name in VariableName]: string };
  const valueOf = (name: VariableName): string => given[name] || variables[name].default;
  const optional = (name: VariableName): string | undefined => valueOf(name) || undefined;

  const production = given.NODE_ENV === 'production';
  const demo = given.DEMO === '1';
  if (Number(valueOf('PORT')) > 65_535) faults.push(`PORT must be ${expected.PORT}`);
  if (production && given.APP_SECRET === '')
    faults.push(`APP_SECRET is required in production: ${expected.APP_SECRET}`);
  if (production && demo) faults.push('DEMO=1 is refused in production: its key and passwords are public');
  if ((given.SMTP_URL === '') !== (given.MAIL_FROM === '')) faults.push('SMTP_URL and MAIL_FROM go together');
  if ((given.AI_URL === '') !== (given.AI_MODEL === '')) faults.push('AI_URL and AI_MODEL go together');
  if (faults.length > 0) throw new ConfigError(faults);

  return {
    port: Number(valueOf('PORT')),
    host: valueOf('HOST'),
    dataDir: valueOf('DATA_DIR'),
    mongodbUri: optional('MONGODB_URI'),
    appSecret: optional('APP_SECRET'),
    publicUrl: optional('PUBLIC_URL'),
    roles: [...new Set(parts(valueOf('ROLES')))] as Config['roles'],
    graph: {
      baseUrl: valueOf('WHATSAPP_GRAPH_URL'),
      version: valueOf('WHATSAPP_GRAPH_VERSION'),
      builtIn: demo && given.WHATSAPP_GRAPH_URL === '',
    },
    mail: given.SMTP_URL === '' ? undefined : { smtpUrl: given.SMTP_URL, from: given.MAIL_FROM },
    ai:
      given.AI_URL === ''
        ? undefined
        : { url: given.AI_URL, model: given.AI_MODEL, ...(given.AI_API_KEY && { apiKey: given.AI_API_KEY }) },
    outboundAllow: parts(valueOf('OUTBOUND_ALLOW')),
    demo,
    logLevel: valueOf('LOG_LEVEL') as LogLevel,
    production,
  };
}

const parts = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
