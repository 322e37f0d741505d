import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveSecrets } from "../../src/secrets.js";
import {
  decodeRefreshToken,
  encodeRefreshToken,
  hashRefreshSecret,
  newRefreshSecret,
  succeedRefreshToken,
} from "../../src/sessions/refresh-token.js";

const bytes = (fill: number) => Buffer.alloc(32, fill);
const secrets = deriveSecrets([{ name: "main", bytes: bytes(1) }]);
const otherSecrets = deriveSecrets([{ name: "other", bytes: bytes(2) }]);
const sessionId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const sample = { sessionId, generation: 7, secret: bytes(3) };

const tokens = fc.record({
  sessionId: fc.uuid(),
  generation: fc.integer({ min: 0, max: 0x7fff_ffff }),
  secret: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array)),
});

/** A token with arbitrary content and a valid tag. */
function seal(covered: Buffer): string {
  const tag = createHmac("sha256", secrets[0].refreshTag).update(covered).digest().subarray(0, 16);
  return `rgr_${Buffer.concat([covered, tag]).toString("base64url")}`;
}

describe("The refresh token's form", () => {
  it("is rgr_ and base64url of version, session id, generation, secret and tag [refresh-token-codec-1]", () => {
    const text = encodeRefreshToken(secrets, sample);
    const raw = Buffer.from(text.slice(4), "base64url");
    expect(text).toMatch(/^rgr_[A-Za-z0-9_-]{92}$/);
    expect(raw).toHaveLength(69);
    expect(raw[0]).toBe(1);
    expect(raw.toString("hex", 1, 17)).toBe(sessionId.replaceAll("-", ""));
    expect(raw.readUInt32BE(17)).toBe(7);
    expect(raw.subarray(21, 53)).toEqual(sample.secret);
    expect(text).toBe(seal(raw.subarray(0, 53)));
  });

  it("reads back what was written, for every session, generation and secret", () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(decodeRefreshToken(secrets, encodeRefreshToken(secrets, token))).toEqual(token);
      }),
    );
  });

  it("is refused with any single bit changed [refresh-token-codec-2]", () => {
    const raw = Buffer.from(encodeRefreshToken(secrets, sample).slice(4), "base64url");
    for (let bit = 0; bit < raw.length * 8; bit += 1) {
      const changed = Buffer.from(raw);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeRefreshToken(secrets, `rgr_${changed.toString("base64url")}`)).toBeNull();
    }
  });

  it("is refused with any single character changed", () => {
    const text = encodeRefreshToken(secrets, sample);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ unit: "binary", maxLength: 2 }), (at, character) => {
        fc.pre(character !== text[at]);
        expect(decodeRefreshToken(secrets, text.slice(0, at) + character + text.slice(at + 1))).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused cut short anywhere, or with anything added", () => {
    const text = encodeRefreshToken(secrets, sample);
    for (let length = 0; length < text.length; length += 1) {
      expect(decodeRefreshToken(secrets, text.slice(0, length))).toBeNull();
      expect(decodeRefreshToken(secrets, text.slice(text.length - length))).toBeNull();
    }
    for (const more of ["A", "=", " ", "\n", "\0", "."]) {
      expect(decodeRefreshToken(secrets, text + more)).toBeNull();
      expect(decodeRefreshToken(secrets, more + text)).toBeNull();
    }
  });

  it("has one spelling: no padding, no other alphabet, no other prefix [refresh-token-codec-3]", () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const text = encodeRefreshToken(secrets, token);
        const standard = `rgr_${Buffer.from(text.slice(4), "base64url").toString("base64")}`;
        if (standard !== text) expect(decodeRefreshToken(secrets, standard)).toBeNull();
        expect(decodeRefreshToken(secrets, `RGR_${text.slice(4)}`)).toBeNull();
        expect(decodeRefreshToken(secrets, text.slice(4))).toBeNull();
      }),
    );
  });

  it("is refused whatever text comes, without a throw", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^rgr_[A-Za-z0-9_-]{92}$/),
      fc.constantFrom("__proto__", "null", "rgr_", "rgr_.."),
    );
    fc.assert(fc.property(anything, (text) => decodeRefreshToken(secrets, text) === null));
  });

  it("is refused in another version, and with a generation that the database cannot hold", () => {
    const raw = Buffer.from(encodeRefreshToken(secrets, sample).slice(4), "base64url").subarray(0, 53);
    expect(decodeRefreshToken(secrets, seal(raw))).not.toBeNull();
    for (const version of [0, 2, 255]) {
      const other = Buffer.from(raw);
      other.writeUInt8(version, 0);
      expect(decodeRefreshToken(secrets, seal(other))).toBeNull();
    }
    for (const generation of [0x8000_0000, 0xffff_ffff]) {
      const other = Buffer.from(raw);
      other.writeUInt32BE(generation, 17);
      expect(decodeRefreshToken(secrets, seal(other))).toBeNull();
    }
  });
});

describe("The keys of refresh tokens", () => {
  it("refuse a token of other SECRETS, and read one of any entry", () => {
    const text = encodeRefreshToken(secrets, sample);
    expect(decodeRefreshToken(otherSecrets, text)).toBeNull();
    expect(decodeRefreshToken([otherSecrets[0], secrets[0]], text)).toEqual(sample);
  });

  it("write under the first entry", () => {
    const text = encodeRefreshToken([otherSecrets[0], secrets[0]], sample);
    expect(decodeRefreshToken(otherSecrets, text)).toEqual(sample);
    expect(decodeRefreshToken(secrets, text)).toBeNull();
  });

  it("depend on the entry's bytes, not on its name", () => {
    const renamed = deriveSecrets([{ name: "renamed", bytes: bytes(1) }]);
    expect(encodeRefreshToken(renamed, sample)).toBe(encodeRefreshToken(secrets, sample));
  });

  it("differ by use: no key serves for two things", () => {
    const [entry] = secrets;
    const all = [entry.refreshTag, entry.refreshSuccessor, entry.signingKeyEncryption];
    expect(new Set(all.map((key) => key.export().toString("hex"))).size).toBe(3);
    for (const key of all) expect(key.symmetricKeySize).toBe(32);
  });
});

describe("The successor of a refresh token", () => {
  it("is the next generation of the same session, with HMAC-SHA-256(session id | generation | secret) [refresh-token-codec-4]", () => {
    const covered = Buffer.alloc(52);
    covered.write(sessionId.replaceAll("-", ""), 0, "hex");
    covered.writeUInt32BE(8, 16);
    sample.secret.copy(covered, 20);
    expect(succeedRefreshToken(secrets[0], sample)).toEqual({
      sessionId,
      generation: 8,
      secret: createHmac("sha256", secrets[0].refreshSuccessor).update(covered).digest(),
    });
  });

  it("is always the same for the same parent and entry", () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(succeedRefreshToken(secrets[0], token)).toEqual(succeedRefreshToken(secrets[0], { ...token }));
      }),
    );
  });

  it("is another one for every other parent, session, generation and entry", () => {
    const parents = [
      sample,
      { ...sample, secret: randomBytes(32) },
      { ...sample, generation: 8 },
      { ...sample, sessionId: "0f8fad5b-d9cb-469f-a165-70867728950f" },
    ];
    const successors = parents.flatMap((parent) =>
      [secrets[0], otherSecrets[0]].map((entry) => succeedRefreshToken(entry, parent).secret.toString("hex")),
    );
    expect(new Set(successors).size).toBe(8);
  });

  it("does not follow from what the row keeps: the hash of the parent gives another", () => {
    const fromHash = { ...sample, secret: hashRefreshSecret(sample.secret) };
    expect(succeedRefreshToken(secrets[0], fromHash).secret).not.toEqual(
      succeedRefreshToken(secrets[0], sample).secret,
    );
  });

  it("starts from 256 random bits [refresh-token-codec-5]", () => {
    const secrets = Array.from({ length: 100 }, () => newRefreshSecret());
    expect(secrets.every((secret) => secret.length === 32)).toBe(true);
    expect(new Set(secrets.map((secret) => secret.toString("hex"))).size).toBe(100);
  });
});
