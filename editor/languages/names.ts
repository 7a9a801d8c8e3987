import { languagesFrom } from '../inspector/variables.ts';

/** What people in Latin America and their visitors write in, the likeliest first; any other code can be typed. */
const common =
  'es en pt-BR pt es-MX es-AR es-CO es-CL es-PE es-ES en-US en-GB pt-PT fr it de ca eu gl ht qu gn ay nah yua arn zh zh-Hant ja ko ar he hi id tr uk ru pl nl sv ro el vi th'.split(
    ' ',
  );

/** A language as its reader calls it; its code where nobody has a name for it. */
export function languageName(code: string, reader: string): string {
  try {
    const name = new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code;
    return name === '' ? code : name.charAt(0).toLocaleUpperCase(reader) + name.slice(1);
  } catch {
    return code;
  }
}

/** Languages that can be added to those that are there: the common ones, and what was typed where it is a code. */
export function offeredLanguages(
  present: readonly string[],
  typed: string,
  reader: string,
): { value: string; label: string }[] {
  const [code] = languagesFrom([typed]) ?? [];
  const codes = code !== undefined && !common.includes(code) ? [...common, code] : common;
  return codes
    .filter((each) => !present.includes(each))
    .map((each) => ({ value: each, label: `${languageName(each, reader)} · ${each}` }));
}
