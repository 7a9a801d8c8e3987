/** A file of `en/` is all texts whose keys begin with its name. */
const files = import.meta.glob<object>('./en/*.json', { eager: true, import: 'default' });

export const texts = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [path.slice('./en/'.length, -'.json'.length), content]),
);
