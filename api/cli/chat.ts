import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Readable } from 'node:stream';
import { shownSecrets, type HttpOutcome, type Json, type OutboundContent } from '../../runtime/contract/index.ts';
import { parseFlow, startChat, type Chat } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { drawn, tapped, type Tap } from './drawn.ts';

/** Beside the sources; the compiled program stands one folder deeper. */
const folders = ['../../flows-examples/', '../../../flows-examples/'].map((path) => new URL(path, import.meta.url));
const folder = folders.find((url) => existsSync(url)) ?? new URL('../../flows-examples/', import.meta.url);

const texts = {
  es: {
    welcome: (name: string) => `Conversación con «${name}». Escribe como si estuvieras en WhatsApp.`,
    help: 'Un número elige la opción. «+30m» adelanta el reloj (s, m, h, d). Ctrl+D termina.',
    words: (words: string) => `Para empezar, prueba: ${words}`,
    silence: '(el bot no responde a eso)',
    ended: '(la conversación terminó; escribe para empezar otra)',
    failed: (code: string, words: string) => `(el flujo falló: ${code}. ${words})`,
    call: (call: string) => `(el bot llama a ${call}; responde con «=200 {"campo": "valor"}» o «=error»)`,
    passed: (clock: string) => `(el reloj marca ${clock})`,
    unknown: (name: string, names: string) => `No hay un flujo de ejemplo «${name}». Hay: ${names}`,
    unreadable: 'El flujo no se puede leer:',
  },
  en: {
    welcome: (name: string) => `A conversation with “${name}”. Write as if you were in WhatsApp.`,
    help: 'A number picks the choice. “+30m” moves the clock on (s, m, h, d). Ctrl+D ends.',
    words: (words: string) => `To begin, try: ${words}`,
    silence: '(the bot does not answer that)',
    ended: '(the conversation has ended; write to begin another)',
    failed: (code: string, words: string) => `(the flow failed: ${code}. ${words})`,
    call: (call: string) => `(the bot calls ${call}; answer with “=200 {"field": "value"}” or “=error”)`,
    passed: (clock: string) => `(the clock shows ${clock})`,
    unknown: (name: string, names: string) => `There is no example flow “${name}”. There are: ${names}`,
    unreadable: 'The flow cannot be read:',
  },
  pt: {
    welcome: (name: string) => `Conversa com “${name}”. Escreva como se estivesse no WhatsApp.`,
    help: 'Um número escolhe a opção. “+30m” adianta o relógio (s, m, h, d). Ctrl+D encerra.',
    words: (words: string) => `Para começar, experimente: ${words}`,
    silence: '(o bot não responde a isso)',
    ended: '(a conversa terminou; escreva para começar outra)',
    failed: (code: string, words: string) => `(o fluxo falhou: ${code}. ${words})`,
    call: (call: string) => `(o bot chama ${call}; responda com “=200 {"campo": "valor"}” ou “=error”)`,
    passed: (clock: string) => `(o relógio marca ${clock})`,
    unknown: (name: string, names: string) => `Não há um fluxo de exemplo “${name}”. Há: ${names}`,
    unreadable: 'Não é possível ler o fluxo:',
  },
};
type Texts = (typeof texts)['es'];

/** The hints' language by LANG; Spanish without one of ours. */
export function textsFor(lang: string | undefined): Texts {
  const language = lang?.slice(0, 2).toLowerCase();
  return language === 'en' || language === 'pt' ? texts[language] : texts.es;
}

const secondsOf: { [unit: string]: number } = { s: 1, m: 60, h: 3_600, d: 86_400 };
const exitWords = ['menú', 'menu', 'salir', 'sair', 'exit'];

/** The answer of a call as it is typed: `=200 {"a": 1}`, `=500`, `=error`. */
function typedAnswer(text: string): HttpOutcome {
  const [status = '', ...rest] = text.slice(1).trim().split(/\s+/);
  if (!/^[1-5]\d\d$/.test(status)) return { ok: false, code: 'http.refused', message: status || 'error' };
  const typed = rest.join(' ');
  let body: Json;
  try {
    body = typed === '' ? null : (JSON.parse(typed) as Json);
  } catch {
    body = typed;
  }
  return { ok: true, status: Number(status), headers: {}, body, durationMs: 0 };
}

export type ChatIo = {
  input: Readable;
  print: (text: string) => void;
  /** Shows `> ` before each line and speaks of the clock. */
  interactive: boolean;
  lang: string | undefined;
};

/** Plays an example flow, or a flow file, until the input ends. Returns the exit status: 2 when there is no such flow. */
export async function runChat(name: string, { input, print, interactive, lang }: ChatIo): Promise<number> {
  const say = textsFor(lang);
  const file = name.endsWith('.json') ? pathToFileURL(name) : new URL(`${encodeURIComponent(name)}.flow.json`, folder);
  if (!existsSync(file)) {
    const files = existsSync(folder) ? await readdir(folder) : [];
    const names = files.filter((each) => each.endsWith('.flow.json')).map((each) => each.replace('.flow.json', ''));
    print(say.unknown(name, names.join(', ')));
    return 2;
  }
  const { flow, issues } = parseFlow(await readFile(fileURLToPath(file), 'utf8'), nodeTypes);
  if (!flow) {
    print([say.unreadable, ...issues.map(({ message }) => message)].join('\n'));
    return 2;
  }
  const words = flow.triggers.flatMap((trigger) =>
    trigger.kind === 'keyword' && trigger.match !== 'pattern' ? trigger.words.slice(0, 3) : [],
  );
  print([say.welcome(flow.name), say.help, ...(words.length ? [say.words(words.join(', '))] : [])].join('\n'));

  const chat = startChat(flow, {
    now: new Date().toISOString(),
    nodeTypes,
    exitWords,
    timeZone: 'America/Bogota',
    contact: { name: 'Ana Gómez', phone: '+573001112233', language: flow.languages[0] ?? 'es' },
  });
  let taps: Tap[] = [];
  const lines = createInterface({ input, ...(interactive && { output: process.stdout, prompt: '> ' }) });
  if (interactive) lines.prompt();
  for await (const typed of lines) {
    const text = typed.trim();
    if (text !== '') {
      const shown: Tap[] = [];
      const said = await answered(chat, text, taps);
      for (const content of said) print(drawn(content, shown).join('\n'));
      if (said.length > 0) taps = shown;
      for (const hint of hints(chat, text, said, say)) print(hint);
    }
    if (interactive) lines.prompt();
  }
  return 0;
}

function answered(chat: Chat, text: string, taps: readonly Tap[]): Promise<OutboundContent[]> {
  const time = /^\+(\d{1,6})\s*([smhd])$/i.exec(text);
  if (time) return chat.passTime(Number(time[1]) * (secondsOf[(time[2] ?? 's').toLowerCase()] ?? 1));
  if (text.startsWith('=') && chat.call) return chat.answerHttp(typedAnswer(text));
  return chat.hear(tapped(text, taps) ?? text);
}

function hints(chat: Chat, text: string, said: readonly OutboundContent[], say: Texts): string[] {
  const { call, session } = chat;
  return [
    ...(text.startsWith('+') ? [say.passed(chat.now)] : []),
    ...(call ? [say.call(`${call.method} ${shownSecrets(call.url)}`)] : []),
    ...(session?.failure ? [say.failed(session.failure.code, session.failure.message)] : []),
    ...(session?.status === 'ended' && said.length > 0 ? [say.ended] : []),
    ...(said.length === 0 && !call && !text.startsWith('+') && !session?.failure ? [say.silence] : []),
  ];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = await runChat(process.argv[2] ?? 'echo', {
    input: process.stdin,
    print: (text) => console.log(text),
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    lang: process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG,
  });
