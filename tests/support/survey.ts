import type { Flow, TranscriptTurn } from '../../runtime/contract/index.ts';

const kinds = ['text', 'number', 'date', 'email'] as const;
const answers: { [kind in (typeof kinds)[number]]: string } = {
  text: 'me gustó',
  number: '7',
  date: '5 de marzo de 2026',
  email: 'ana@correo.example',
};

/** A survey of so many questions, each kind of answer in turn, and the conversation of somebody who answers them all. */
export function survey(questions: number): { flow: Flow; turns: TranscriptTurn[] } {
  const ids = Array.from({ length: questions }, (_question, index) => `q${index + 1}`);
  const kindOf = (index: number) => kinds[index % kinds.length] ?? 'text';
  const nodes = ids.map((id, index) => ({
    id,
    type: 'ask',
    version: 1,
    config: { answerType: kindOf(index), body: `Pregunta ${index + 1}`, resultName: id },
  }));
  const thanks = {
    id: 'gracias',
    type: 'send-text',
    version: 1,
    config: { body: 'Gracias por las {{ $count($keys(results)) }}.' },
  };
  const flow: Flow = {
    schemaVersion: 1,
    id: 'encuesta-larga',
    name: 'Encuesta larga',
    languages: ['es'],
    nodes: [...nodes, thanks],
    edges: ids.map((id, index) => ({
      id: `e${index}`,
      from: { node: id, port: 'next' },
      to: ids[index + 1] ?? 'gracias',
    })),
    triggers: [{ id: 'encuesta', kind: 'keyword', match: 'is', words: ['encuesta'] }],
    variables: [],
    settings: {},
    layout: {},
    notes: [],
  };
  const turns = ids.map((_id, index): TranscriptTurn => ({
    contact: answers[kindOf(index)],
    bot: [index + 1 < questions ? `Pregunta ${index + 2}` : `Gracias por las ${questions}.`],
  }));
  return { flow, turns: [{ contact: 'encuesta', bot: ['Pregunta 1'] }, ...turns] };
}
