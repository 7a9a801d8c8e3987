import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.css';
import './ui/tokens.css';
import './ui/theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { firstLanguage } from './app/preferences.ts';
import { startTexts } from './texts/i18n.ts';

await startTexts(firstLanguage());
const place = document.getElementById('console');
if (place) createRoot(place).render(<App />);
