/** What a person is told when a flow fails and neither it nor the workspace has words for that, by language. */
export const failureTexts: { readonly [language: string]: string } = {
  es: 'Lo siento, algo salió mal y tengo que terminar aquí. Escríbeme de nuevo cuando quieras.',
  en: 'I am sorry, something went wrong and I have to stop here. Write to me again whenever you like.',
  pt: 'Desculpe, algo deu errado e preciso parar por aqui. Escreva de novo quando quiser.',
};
