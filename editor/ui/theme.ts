import { createTheme } from '@mantine/core';

/** The tokens (`tokens.css`) as Mantine's theme; `theme.css` ties Mantine's own variables to them. Nothing else sets a colour or a distance. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'var(--r-control)',
  spacing: { xs: 'var(--s1)', sm: 'var(--s2)', md: 'var(--s3)', lg: 'var(--s4)', xl: 'var(--s5)' },
  respectReducedMotion: true,
  focusRing: 'auto',
});
