import type { ContactView } from '../../contract/index.ts';
import { isTimeZone } from './zone.ts';

/**
 * The zone that a number's first digits tell, where at least 95 of 100 people of that country or region share one. The longest
 * beginning that fits counts. Brazil's area codes tell its western states; Mexico and the United States have too many zones to guess.
 * As of 2026-01 (IANA tz database 2025b, ITU country codes).
 */
const phoneZones: { readonly [beginning: string]: string } = {
  '1787': 'America/Puerto_Rico',
  '1809': 'America/Santo_Domingo',
  '1829': 'America/Santo_Domingo',
  '1849': 'America/Santo_Domingo',
  '1939': 'America/Puerto_Rico',
  '34': 'Europe/Madrid',
  '351': 'Europe/Lisbon',
  '501': 'America/Belize',
  '502': 'America/Guatemala',
  '503': 'America/El_Salvador',
  '504': 'America/Tegucigalpa',
  '505': 'America/Managua',
  '506': 'America/Costa_Rica',
  '507': 'America/Panama',
  '509': 'America/Port-au-Prince',
  '51': 'America/Lima',
  '53': 'America/Havana',
  '54': 'America/Argentina/Buenos_Aires',
  '55': 'America/Sao_Paulo',
  '5565': 'America/Cuiaba',
  '5566': 'America/Cuiaba',
  '5567': 'America/Campo_Grande',
  '5568': 'America/Rio_Branco',
  '5569': 'America/Porto_Velho',
  '5592': 'America/Manaus',
  '5595': 'America/Boa_Vista',
  '5597': 'America/Manaus',
  '56': 'America/Santiago',
  '57': 'America/Bogota',
  '58': 'America/Caracas',
  '591': 'America/La_Paz',
  '592': 'America/Guyana',
  '593': 'America/Guayaquil',
  '595': 'America/Asuncion',
  '597': 'America/Paramaribo',
  '598': 'America/Montevideo',
};
const longestBeginning = 4;

/** The zone of a number's country, where it has one; undefined for others and for what is no E.164 number. */
export function zoneOfPhone(phone: string): string | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(phone)) return undefined;
  for (let length = longestBeginning; length > 1; length -= 1) {
    const zone = phoneZones[phone.slice(1, 1 + length)];
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/** The contact field that names the zone a person lives in. */
export const timeZoneField = 'timeZone';

/** A person's own zone: what their field says, else what their number tells, else `otherwise`. */
export function zoneOfContact({ fields, phone }: ContactView, otherwise: string): string {
  const named = Object.hasOwn(fields, timeZoneField) ? fields[timeZoneField] : undefined;
  if (typeof named === 'string' && isTimeZone(named.trim())) return named.trim();
  return (phone === null ? undefined : zoneOfPhone(phone)) ?? otherwise;
}
