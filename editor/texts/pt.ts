/** A file of `pt/` is all texts whose keys begin with its name. */
const files = import.meta.glob<object>('./pt/*.json', { eager: true, import: 'default' });

export const texts = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [path.slice('./pt/'.length, -'.json'.length), content]),
);
