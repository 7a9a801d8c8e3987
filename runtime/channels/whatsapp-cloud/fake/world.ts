import { createHash } from 'node:crypto';
import type { ProviderTemplate } from '../../../contract/index.ts';
import { phoneKey } from '../aliases.ts';
import { limitAt } from '../limits.ts';
import { readTemplate } from '../templates.ts';
import type { World } from './rules.ts';
import { sampleTemplates, type GraphTemplate } from './sample-templates.ts';

/** A business number that the fake knows. */
export type FakeNumber = {
  phoneNumberId: string;
  wabaId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  /** Only CONNECTED sends. */
  status: string;
  qualityRating: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  /** Where its webhooks go; none are sent without it. */
  webhookUrl?: string | undefined;
};

/** The number of the demo workspace. */
export const demoNumber: FakeNumber = {
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  displayPhoneNumber: '15550000001',
  verifiedName: 'Cauce Demo',
  status: 'CONNECTED',
  qualityRating: 'GREEN',
  accessToken: 'demo-token',
  appSecret: 'demo-app-secret',
  verifyToken: 'demo-verify',
};

export type FakeFile = { bytes: Uint8Array; mimeType: string; sha256: Buffer };

/** Old files make room for new ones, so that a long run stays within memory. */
const filesKept = 500;
/** People whose last message is remembered. */
const windowsKept = 500_000;
const hourMs = 3_600_000;

/** What the fake remembers beside its log: numbers, files, templates, windows and buckets. */
export class FakeWorld implements World {
  readonly numbers = new Map<string, FakeNumber>();
  readonly profiles = new Map<string, { [key: string]: unknown }>();
  readonly subscribed = new Set<string>();
  readonly files = new Map<string, FakeFile>();
  templates: GraphTemplate[] = [...sampleTemplates];
  private readonly now: () => number;
  private readonly lastInbound = new Map<string, number>();
  private readonly pairs = new Map<string, { tokens: number; at: number }>();
  private readonly rates = new Map<string, { tokens: number; at: number }>();
  private mediaCount = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  addNumber(given: Partial<FakeNumber>): FakeNumber {
    const number = { ...demoNumber, ...given };
    this.numbers.set(number.phoneNumberId, number);
    this.subscribed.add(number.wabaId);
    return number;
  }

  addFile(bytes: Uint8Array, mimeType: string): string {
    this.mediaCount += 1;
    const id = String(900_000_000_000_000 + this.mediaCount);
    this.files.set(id, { bytes, mimeType, sha256: createHash('sha256').update(bytes).digest() });
    if (this.files.size > filesKept) this.files.delete(this.files.keys().next().value!);
    return id;
  }

  hasMedia(id: string): boolean {
    return this.files.has(id);
  }

  template(name: string, language: string): ProviderTemplate | undefined {
    return readTemplate(this.templates.find((template) => template.name === name && template.language === language));
  }

  /** The person wrote: their window is open from then on. */
  noteInbound(phoneNumberId: string, person: string, at: number): void {
    const key = `${phoneNumberId} ${phoneKey(person)}`;
    const known = this.lastInbound.get(key);
    if (known !== undefined && known >= at) return;
    this.lastInbound.set(key, at);
    if (this.lastInbound.size > windowsKept) this.lastInbound.delete(this.lastInbound.keys().next().value!);
  }

  windowOpen(phoneNumberId: string, person: string): boolean {
    const at = this.lastInbound.get(`${phoneNumberId} ${phoneKey(person)}`);
    const hours = limitAt('window.hours', new Date(this.now()).toISOString());
    return at !== undefined && this.now() - at < hours * hourMs;
  }

  /** Takes one of the person's bucket: `burst` at once, one back every `refillSeconds`. */
  takePair(phoneNumberId: string, person: string, { burst, refillSeconds }: PairLimit): boolean {
    return take(this.pairs, `${phoneNumberId} ${phoneKey(person)}`, burst, 1 / refillSeconds, this.now());
  }

  takeThroughput(phoneNumberId: string, perSecond: number): boolean {
    return take(this.rates, phoneNumberId, perSecond, perSecond, this.now());
  }

  forget(): void {
    this.files.clear();
    this.lastInbound.clear();
    this.pairs.clear();
    this.rates.clear();
  }
}

export type PairLimit = { burst: number; refillSeconds: number };

function take(
  buckets: Map<string, { tokens: number; at: number }>,
  key: string,
  size: number,
  perSecond: number,
  now: number,
): boolean {
  const bucket = buckets.get(key) ?? { tokens: size, at: now };
  bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
  bucket.at = now;
  buckets.set(key, bucket);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
