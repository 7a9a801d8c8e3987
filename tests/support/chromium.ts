import { chromium, type Browser } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });

/** The person whom the demo makes. */
export const demoPerson = { email: 'demo@cauce.local', password: 'demo-password-1' };

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };
