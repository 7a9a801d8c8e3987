import { crc32, deflateSync } from 'node:zlib';

/** A file that the test phone sends when the user brings none: small, made here, and sound enough to be opened. */
export type Sample = { bytes: Uint8Array; mimeType: string; filename?: string };

export const samples = {
  image: (): Sample => ({ bytes: picture(320, 200), mimeType: 'image/png' }),
  voice: (): Sample => ({ bytes: silence(2), mimeType: 'audio/ogg; codecs=opus' }),
  document: (): Sample => ({ bytes: page('Cauce'), mimeType: 'application/pdf', filename: 'cauce.pdf' }),
} as const;

/** A PNG with a river of light across it. */
function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const middle = height / 2 + Math.sin(x / 40) * (height / 5);
      const near = Math.max(0, 1 - Math.abs(y - middle) / 28);
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows[at] = 16 + Math.round(near * 60);
      rows[at + 1] = 94 + Math.round(near * 130);
      rows[at + 2] = 84 + Math.round(near * 140);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
}

/** A voice note in which nobody speaks: Opus in Ogg (RFC 7845), frames of 20 ms. */
function silence(seconds: number): Buffer {
  const head = Buffer.from('OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00', 'latin1');
  const vendor = Buffer.from('Cauce');
  const tags = Buffer.concat([Buffer.from('OpusTags'), lengthOf(vendor), vendor, Buffer.alloc(4)]);
  const frames = Array.from({ length: seconds * 50 }, () => Buffer.from([0xf8, 0xff, 0xfe]));
  return Buffer.concat([
    oggPage([head], { flags: 2, samples: 0, sequence: 0 }),
    oggPage([tags], { flags: 0, samples: 0, sequence: 1 }),
    oggPage(frames, { flags: 4, samples: seconds * 48_000, sequence: 2 }),
  ]);
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

/** Packets shorter than 255 bytes and at most 255 of them: one segment each. */
function oggPage(packets: Buffer[], { flags, samples: position, sequence }: { [part: string]: number }): Buffer {
  const head = Buffer.alloc(27 + packets.length);
  head.write('OggS', 0, 'latin1');
  head[5] = flags ?? 0;
  head.writeBigUInt64LE(BigInt(position ?? 0), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence ?? 0, 18);
  head[26] = packets.length;
  packets.forEach((packet, index) => {
    head[27 + index] = packet.length;
  });
  const whole = Buffer.concat([head, ...packets]);
  whole.writeUInt32LE(oggSum(whole), 22);
  return whole;
}

/** Ogg's own check sum (RFC 3533): CRC-32 with 0x04c11db7, not mirrored, from zero. */
function oggSum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x8000_0000 ? (sum << 1) ^ 0x04c1_1db7 : sum << 1;
  }
  return sum >>> 0;
}

/** A PDF of one page with one word. */
function page(word: string): Buffer {
  const drawing = `BT /F1 48 Tf 60 740 Td (${word}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = text.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
