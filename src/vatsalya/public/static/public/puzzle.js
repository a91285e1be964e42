/* Solves the small calculation that keeps harvesters away: SHA-256 of token:number must begin with so many zero bits.
   Own code, because the browser's own is not there without https and is slow for many short texts. */
"use strict";
const K = [];
for (let n = 2, i = 0; i < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
  if (prime) K[i++] = (Math.pow(n, 1 / 3) % 1) * 4294967296 | 0;
}
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const W = new Int32Array(64);
function block(h, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) W[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3, s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
    W[i] = W[i - 16] + s0 + W[i - 7] + s1 | 0;
  }
  let [a, b, c, d, e, f, g, z] = h;
  for (let i = 0; i < 64; i++) {
    const t1 = z + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i] | 0;
    const t2 = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
    z = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
  }
  return [h[0] + a | 0, h[1] + b | 0, h[2] + c | 0, h[3] + d | 0, h[4] + e | 0, h[5] + f | 0, h[6] + g | 0, h[7] + z | 0];
}
function solve(token, bits) {
  const head = new TextEncoder().encode(token + ":");
  for (let number = 0; ; number++) {
    const tail = String(number), length = head.length + tail.length;
    const bytes = new Uint8Array(length + 9 + 63 & ~63);
    bytes.set(head);
    for (let i = 0; i < tail.length; i++) bytes[head.length + i] = tail.charCodeAt(i);
    bytes[length] = 128;
    new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
    let h = START;
    for (let at = 0; at < bytes.length; at += 64) h = block(h, bytes, at);
    if (h[0] >>> 32 - bits === 0) return tail;
  }
}
self.onmessage = function (told) { self.postMessage(solve(told.data.token, told.data.bits)); };
