import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

type Ten<Item> = [Item, Item, Item, Item, Item, Item, Item, Item, Item, Item];

function scale(...[a, b, c, d, e, f, g, h, i, j]: Ten<string>): MantineColorsTuple {
  const of = (token: string) => `var(--${token})`;
  return [of(a), of(b), of(c), of(d), of(e), of(f), of(g), of(h), of(i), of(j)];
}

/** A meaning of `tokens.css` as one of Mantine's colours: every shade is the token itself, which knows light from dark. */
const hue = (t: string): MantineColorsTuple => scale(t, t, t, t, t, t, t, t, t, t);

const meanings = {
  brand: hue('brand'),
  good: hue('good'),
  wait: hue('wait'),
  bad: hue('bad'),
  info: hue('info'),
  bot: hue('bot'),
  people: hue('people'),
};
/** The names that Mantine's own parts ask for. */
const aliases = {
  red: 'bad',
  green: 'good',
  teal: 'good',
  yellow: 'wait',
  orange: 'wait',
  blue: 'info',
  violet: 'bot',
  grape: 'people',
} as const satisfies { [name: string]: keyof typeof meanings };

/** The tokens (`tokens.css`) as Mantine's theme; `theme.css` does the same for the parts of its controls. Nothing else sets a colour or a distance. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13.5px', md: '13.5px', lg: '15px', xl: '22px' },
  lineHeights: { xs: '1.3333', sm: '1.4815', md: '1.4815', lg: '1.4667', xl: '1.2727' },
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '28px', fontWeight: '650' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '13.5px', lineHeight: '20px' },
      h4: { fontSize: '13.5px', lineHeight: '20px' },
      h5: { fontSize: '12px', lineHeight: '16px' },
      h6: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  defaultRadius: 'sm',
  radius: {
    xs: '4px',
    sm: 'var(--r-control)',
    md: 'var(--r-card)',
    lg: 'var(--r-bubble)',
    xl: 'var(--r-device)',
  },
  spacing: { xs: 'var(--s1)', sm: 'var(--s2)', md: 'var(--s3)', lg: 'var(--s4)', xl: 'var(--s5)' },
  shadows: {
    xs: 'none',
    sm: 'var(--float)',
    md: 'var(--float)',
    lg: 'var(--float)',
    xl: 'var(--float)',
  },
  breakpoints: { xs: '480px', sm: '720px', md: '1024px', lg: '1280px', xl: '1600px' },
  // What stands on a filled ground: white by day, dark by night.
  white: 'var(--on-brand)',
  black: 'var(--ink)',
  primaryColor: 'brand',
  colors: {
    ...meanings,
    ...Object.fromEntries(Object.entries(aliases).map(([name, meaning]) => [name, meanings[meaning]])),
    gray: scale('surface-2', 'surface-2', 'line', 'line', 'line-control', 'ink-3', 'ink-2', 'ink-2', 'ink', 'ink'),
    dark: scale('ink', 'ink-2', 'ink-2', 'line-control', 'line', 'surface-2', 'surface', 'ground', 'ground', 'ground'),
  },
  variantColorResolver: (input) => {
    const plain = defaultVariantColorsResolver(input);
    // The quiet button of grey text.
    return input.variant === 'subtle' && input.color === 'gray'
      ? { ...plain, color: 'var(--ink)', hover: 'var(--surface-2)' }
      : plain;
  },
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
  activeClassName: '',
  components: {
    Tooltip: {
      defaultProps: {
        openDelay: 400,
        transitionProps: { duration: 0 },
        events: { hover: true, focus: true, touch: false },
      },
    },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 0 },
        shadow: 'md',
        offset: 4,
        // It is no item, and screen readers stumble over it.
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md', offset: 4 } },
    Combobox: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md', offset: 4 } },
    Modal: {
      defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.4 }, centered: true },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.4 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    // As large as the other icons; its own is drawn bolder.
    CloseButton: { defaultProps: { iconSize: 18 } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
  },
});

/** Mantine's own variables, as the tokens have them. They are the same in both schemes, since the tokens already differ. */
export const cssVariables: CSSVariablesResolver = () => {
  const surfaces = {
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-success': 'var(--good)',
    '--mantine-color-placeholder': 'var(--ink-2)',
    '--mantine-color-anchor': 'var(--info)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--surface-2)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-control)',
    '--mantine-color-disabled': 'var(--surface-2)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-contrast': 'var(--on-brand)',
  };
  const names = [...Object.keys(meanings).map((name) => [name, name]), ...Object.entries(aliases)];
  const shades = names.flatMap(([name, token]) => [
    [`--mantine-color-${name}-text`, `var(--${token})`],
    [`--mantine-color-${name}-filled`, `var(--${token})`],
    [`--mantine-color-${name}-filled-hover`, token === 'brand' ? 'var(--brand-hover)' : `var(--${token})`],
    [`--mantine-color-${name}-light`, `var(--${token}-soft)`],
    [`--mantine-color-${name}-light-hover`, `var(--${token}-soft)`],
    [`--mantine-color-${name}-light-color`, `var(--${token})`],
    [`--mantine-color-${name}-outline`, `var(--${token})`],
    [`--mantine-color-${name}-outline-hover`, `var(--${token}-soft)`],
  ]);
  const greys = {
    '--mantine-color-gray-text': 'var(--ink-2)',
    '--mantine-color-gray-filled': 'var(--ink-2)',
    '--mantine-color-gray-filled-hover': 'var(--ink)',
    '--mantine-color-gray-light': 'var(--surface-2)',
    '--mantine-color-gray-light-hover': 'var(--line)',
    '--mantine-color-gray-light-color': 'var(--ink-2)',
    '--mantine-color-gray-outline': 'var(--ink-2)',
    '--mantine-color-gray-outline-hover': 'var(--surface-2)',
  };
  const all = { ...surfaces, ...Object.fromEntries(shades), ...greys };
  return { variables: {}, light: all, dark: all };
};
