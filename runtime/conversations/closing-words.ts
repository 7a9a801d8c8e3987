/** What a person is told whose conversation is closed by a new version that says nothing of its own. */
const words: { [language: string]: string } = {
  es: 'Cambiamos este servicio y cerramos la conversación que tenías abierta. Escríbenos cuando quieras y empezamos de nuevo.',
  en: 'We have changed this service and closed the conversation you had open. Write to us whenever you like and we will start again.',
  pt: 'Mudamos este serviço e encerramos a conversa que você tinha aberta. Escreva quando quiser e começamos de novo.',
};

/** In the person's language, else the workspace's. */
export const goodbyeTo = (person: string | null, workspace: string): string =>
  [person, workspace].map((tag) => words[(tag ?? '').slice(0, 2).toLowerCase()]).find(Boolean) ?? words['es'] ?? '';
