import type { AlertLetter } from '../../runtime/conversations/alerts.ts';
import type { FlowAlert } from '../../runtime/ports.ts';

type Words = { subject(name: string): string; body(name: string, alert: FlowAlert, link: string | undefined): string };

/** What the owners of a flow are told, in the languages of the console. */
const words: { [language: string]: Words } = {
  es: {
    subject: (name) => `El flujo «${name}» se detuvo`,
    body: (name, { code, node = '', message }, link) =>
      [
        `El flujo «${name}» llegó a uno de sus límites y se detuvo. A la persona se le avisó con cortesía.`,
        `Motivo: ${code} (${message})`,
        ...(node === '' ? [] : [`Tarjeta: ${node}`]),
        ...(link ? [`Ábrelo aquí: ${link}`] : []),
        'Hoy no te escribiremos más sobre este flujo.',
      ].join('\n\n'),
  },
  en: {
    subject: (name) => `The flow “${name}” was stopped`,
    body: (name, { code, node = '', message }, link) =>
      [
        `The flow “${name}” reached one of its limits and was stopped. The person was told politely.`,
        `Reason: ${code} (${message})`,
        ...(node === '' ? [] : [`Card: ${node}`]),
        ...(link ? [`Open it here: ${link}`] : []),
        'You will get no further letter about this flow today.',
      ].join('\n\n'),
  },
  pt: {
    subject: (name) => `O fluxo “${name}” foi interrompido`,
    body: (name, { code, node = '', message }, link) =>
      [
        `O fluxo “${name}” chegou a um dos seus limites e foi interrompido. A pessoa foi avisada com cortesia.`,
        `Motivo: ${code} (${message})`,
        ...(node === '' ? [] : [`Cartão: ${node}`]),
        ...(link ? [`Abra aqui: ${link}`] : []),
        'Hoje não escreveremos mais sobre este fluxo.',
      ].join('\n\n'),
  },
};

/** Whom it concerns, what the flow is called, and what language they read. */
export type LetterSource = (
  alert: FlowAlert,
) => Promise<{ owners: readonly string[]; flowName: string; language: string } | undefined>;

export const createLetters =
  (source: LetterSource, publicUrl: string | undefined) =>
  async (alert: FlowAlert): Promise<AlertLetter | undefined> => {
    const found = await source(alert);
    if (!found || found.owners.length === 0) return undefined;
    const said = words[found.language.slice(0, 2)] ?? words['es'];
    const link = publicUrl && `${publicUrl}/flows/${encodeURIComponent(alert.flowId)}`;
    if (!said) return undefined;
    // As many as a letter goes to at most.
    return {
      to: found.owners.slice(0, 20),
      subject: said.subject(found.flowName),
      body: said.body(found.flowName, alert, link),
    };
  };
