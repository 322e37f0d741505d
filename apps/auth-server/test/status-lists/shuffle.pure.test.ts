/** Where the numbers of a list stand in it. */
import { randomBytes } from "node:crypto";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeBits } from "../../src/status-lists/encode.js";
import { createShuffle, listSize } from "../../src/status-lists/shuffle.js";

const places = (seed: Buffer): number[] =>
  Array.from({ length: listSize }, (_, n) => n).map(createShuffle(seed));

describe("A list's shuffle", () => {
  it("gives each place once, whatever the seed [status-lists-13]", () => {
    for (const seed of [Buffer.alloc(32), Buffer.alloc(32, 255), randomBytes(32), randomBytes(32)]) {
      const taken = new Set(places(seed));
      expect(taken.size).toBe(listSize);
      expect(Math.max(...[...taken].slice(0, 1000))).toBeLessThan(listSize);
      expect(Math.min(...[...taken].slice(0, 1000))).toBeGreaterThanOrEqual(0);
    }
  });

  it("is the same for the same seed, and another for another", () => {
    const seed = randomBytes(32);
    expect(places(seed)).toEqual(places(seed));
    const other = places(randomBytes(32));
    const same = places(seed).filter((place, number) => place === other[number]);
    expect(same.length).toBeLessThan(20);
  });

  it("does not put neighbours beside each other, or at any usual distance [status-lists-2]", () => {
    const distances = new Map<number, number>();
    const all = places(randomBytes(32));
    for (let number = 1; number < listSize; number++) {
      const distance = (all[number] ?? 0) - (all[number - 1] ?? 0);
      distances.set(distance, (distances.get(distance) ?? 0) + 1);
    }
    expect(Math.max(...distances.values())).toBeLessThan(100);
  });
});

describe("A list's bits", () => {
  it("stand lowest first, compressed by zlib [status-lists-3]", async () => {
    const bytes = inflateSync(Buffer.from(await encodeBits([0, 3, 4, 5, 7, 8, 9, 13, 15]), "base64url"));
    expect(bytes).toHaveLength(listSize / 8);
    // The draft's example, §4.1.
    expect([...bytes.subarray(0, 2)]).toEqual([0xb9, 0xa3]);
    expect(bytes.subarray(2).every((byte) => byte === 0)).toBe(true);
  });
});
