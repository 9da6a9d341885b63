// Makes a PNG of a page smaller: its colours become a palette.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = [128, 64, 32];
const MOST_BYTES = 60_000;

// With as many colours as so many bytes hold.
export function smaller(png) {
  const picture = read(png);
  let made;
  for (const colours of COLOURS) {
    made = write(picture, colours);
    if (made.length <= MOST_BYTES) break;
  }
  return made;
}

function write({ width, height, pixels }, colours) {
  const { palette, indices } = reduced(pixels, colours);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) indices.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits of a palette.
  head.set([8, 3, 0, 0, 0], 8);
  const parts = [chunk("IHDR", head), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 }))];
  return Buffer.concat([SIGNATURE, ...parts, chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(checksum(body), body.length + 4);
  return framed;
}

// Node has the sum since its version 22.2.
function checksum(bytes) {
  if (crc32) return crc32(bytes);
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

// The pixels of a PNG of eight bits a channel, three bytes each.
function read(png) {
  let at = SIGNATURE.length;
  let head;
  const parts = [];
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") head = data;
    if (name === "IDAT") parts.push(data);
    at += length + 12;
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[head[9]];
  if (head[8] !== 8 || !channels || head[12] !== 0) throw new Error("not a picture of a page");
  const bytes = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  let above = Buffer.alloc(line);
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (line + 1)];
    const row = Buffer.from(bytes.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)));
    for (let x = 0; x < line; x++) {
      const left = x < channels ? 0 : row[x - channels];
      const corner = x < channels ? 0 : above[x - channels];
      row[x] += [0, left, above[x], (left + above[x]) >> 1, nearest(left, above[x], corner)][filter];
    }
    for (let x = 0; x < width; x++) row.copy(pixels, (y * width + x) * 3, x * channels, x * channels + 3);
    above = row;
  }
  return { width, height, pixels };
}

// Paeth's predictor.
function nearest(left, above, corner) {
  const from = (value) => Math.abs(left + above - corner - value);
  if (from(left) <= from(above) && from(left) <= from(corner)) return left;
  return from(above) <= from(corner) ? above : corner;
}

// The commonest colours, and for each pixel the one that is most like it.
function reduced(pixels, most) {
  const counts = new Map();
  const key = (at) => (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
  for (let at = 0; at < pixels.length; at += 3) counts.set(key(at), (counts.get(key(at)) ?? 0) + 1);
  const common = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  // Grounds and lines stay what they are; of the edges of letters, those that the eye does not tell apart
  // share a place.
  const chosen = common.slice(0, 24);
  for (const within of [24, 12, 0]) {
    for (const colour of common) {
      if (chosen.length === most) break;
      if (chosen.every((other) => distance(colour, other) > within * within)) chosen.push(colour);
    }
  }
  const places = new Map(
    common.map((colour) => {
      let best = 0;
      for (let place = 1; place < chosen.length; place++) {
        if (distance(colour, chosen[place]) < distance(colour, chosen[best])) best = place;
      }
      return [colour, best];
    }),
  );
  const indices = Buffer.alloc(pixels.length / 3);
  for (let at = 0; at < pixels.length; at += 3) indices[at / 3] = places.get(key(at));
  const palette = Buffer.from(chosen.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return { palette, indices };
}

function distance(one, other) {
  const channels = [16, 8, 0].map((shift) => ((one >> shift) & 255) - ((other >> shift) & 255));
  return channels.reduce((sum, channel) => sum + channel * channel, 0);
}
