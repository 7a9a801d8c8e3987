const files = import.meta.glob<string>('../../../runtime/nodes/*/help.*.md', { query: '?raw', import: 'default' });

/** A node type's help in a language, loaded when it is asked for; undefined where there is none. */
export const helpText = (type: string, language: string): Promise<string> | undefined =>
  files[`../../../runtime/nodes/${type}/help.${language}.md`]?.();
