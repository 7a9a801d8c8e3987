/** A file of `es/` is all texts whose keys begin with its name. */
const files = import.meta.glob<object>('./es/*.json', { eager: true, import: 'default' });

export const texts = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [path.slice('./es/'.length, -'.json'.length), content]),
);
