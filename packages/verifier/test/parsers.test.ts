/** Properties of everything that parses untrusted input: tokens, their headers and claims, key sets. */
import { generateKeyPairSync } from "node:crypto";
import { OAuthError, parseAuthorization, signingAlgorithms } from "@regrant/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkClaims } from "../src/claims.js";
import { checkHeader } from "../src/header.js";
import { parseJwkSet } from "../src/jwks.js";
import { decodeBase64url, decodeObject, splitCompactJws } from "../src/jws.js";

const base64url = (content: string | Uint8Array): string => Buffer.from(content).toString("base64url");
const objects = fc.dictionary(fc.string(), fc.jsonValue());
const { kty, n, e } = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
const good = { kid: "good", kty, n, e };

describe("What was written is read back", () => {
  it("from base64url, whatever the bytes; and each has one spelling", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.constantFrom("=", "A", " ", "\n", "+", "é"),
        (bytes, more) => {
          expect(decodeBase64url(base64url(bytes))).toEqual(Buffer.from(bytes));
          const other = refusedOr(() => decodeBase64url(base64url(bytes) + more));
          expect(other === undefined || other.length > bytes.length).toBe(true);
        },
      ),
    );
  });

  it("from a part that holds a JSON object", () => {
    fc.assert(
      fc.property(objects, (object) => {
        const text = JSON.stringify(object);
        expect(decodeObject(base64url(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("from a token of three parts, and from none of another number", () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_-]{0,20}$/);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const read = refusedOr(() => splitCompactJws(parts.join(".")));
        const [header, payload, signature] = parts;
        const expected = { header, payload, signature, signingInput: `${header}.${payload}` };
        expect(read).toEqual(parts.length === 3 ? expected : undefined);
      }),
    );
  });

  it("from an Authorization header, in any case and with any number of spaces", () => {
    const schemes = fc.constantFrom("Bearer ", "bearer ", "BEARER   ");
    const token = fc.stringMatching(/^[A-Za-z0-9._~+/-]+=*$/);
    fc.assert(
      fc.property(
        schemes,
        token,
        (scheme, text) => void expect(parseAuthorization(scheme + text)).toBe(text),
      ),
    );
  });

  it("from a key set, whatever stands beside the good key", () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      objects,
      fc.record({ ...constants({ ...good, kid: "odd" }), use: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(odd), fc.array(odd), (before, after) => {
        const keys = parseJwkSet(JSON.stringify({ keys: [...before, good, ...after] }), new Map(), ["RS256"]);
        expect(keys.get("good")).toMatchObject({ alg: "RS256", jwk: { n, e } });
        for (const { jwk } of keys.values()) expect(Object.keys(jwk).sort()).toEqual(["e", "kty", "n"]);
      }),
    );
  });
});

const constants = <T extends object>(record: T) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fc.constant(value)]));

describe("Whatever comes in", () => {
  it("as a token, its header or its claims is refused with an OAuthError, and never taken for good", () => {
    const expected = {
      issuer: "https://auth.example.com",
      audience: "https://api.example.com",
      clockToleranceSeconds: 5,
    };
    const changed = fc.dictionary(
      fc.constantFrom("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "roles", "nbf"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), objects, changed, (text, header, claims) => {
        refusedOr(() => splitCompactJws(text));
        refusedOr(() => decodeObject(text));
        refusedOr(() => parseAuthorization(text));
        expect(refusedOr(() => checkHeader(header, signingAlgorithms))).toBeUndefined();
        const times = { exp: 2_000, iat: 1_000 };
        const right = {
          iss: expected.issuer,
          aud: expected.audience,
          sub: "a",
          jti: "b",
          client_id: "c",
          ...times,
        };
        const token = refusedOr(() => checkClaims({ ...right, ...claims }, expected, 1_500));
        if (token === undefined) return;
        expect([token.claims.aud].flat()).toContain(expected.audience);
        expect(token.claims.iss).toBe(expected.issuer);
        expect(token.claims.exp).toBeGreaterThan(1_495);
      }),
      { numRuns: 500 },
    );
  });

  it("as a key set is refused with an Error that says what it is not", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.jsonValue()).map((keys) => JSON.stringify({ keys })),
        ),
        (text) => {
          expect(() => parseJwkSet(text, new Map(), signingAlgorithms)).toThrow(/JWK Set|JSON/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("16 KiB of anything take no time", () => {
  const pieces = ["a", ".", "..", "A=", "-", "é", " ", '"', "[", '{"a":', "\\", "eyJhbGciOiJSUzI1NiJ9."];
  const starts = ["", "Bearer ", "{", '{"keys":['];
  const floods = fc.tuple(
    fc.constantFrom(...starts),
    fc.oneof(fc.constantFrom(...pieces), fc.string({ minLength: 1, maxLength: 4 })),
  );
  /** Short ones first: a pattern with exponential backtracking is slow by then, and hangs later. */
  const sizes = [16, 20, 24, 26, 28, 256, 4_096, 16_384];

  it.each<[string, (flood: string) => unknown]>([
    ["an Authorization header", parseAuthorization],
    ["a token", splitCompactJws],
    ["a part of one", decodeObject],
    ["a part's inside", (flood) => decodeObject(base64url(flood))],
    ["a header", (flood) => checkHeader({ typ: flood, alg: flood, kid: flood }, ["RS256"])],
    [
      "a key set",
      (flood) => parseJwkSet(JSON.stringify({ keys: [{ ...good, n: flood }, good] }), new Map(), ["RS256"]),
    ],
    [
      "a scope claim",
      (flood) => checkClaims({ ...someClaims, scope: flood }, { ...someClaims, ...tolerance }, 1_500),
    ],
  ])("as %s", (_name, parse) => {
    const isQuick = ([start, piece]: [string, string]) => {
      for (const size of sizes) {
        const flood = start + piece.repeat(size / piece.length);
        const since = process.cpuUsage(); // CPU time of this process, so that others on this machine do not count
        refusedOr(() => parse(flood));
        expect(process.cpuUsage(since).user / 1_000, `milliseconds for ${size} characters`).toBeLessThan(250);
      }
    };
    fc.assert(fc.property(floods, isQuick), { numRuns: 60 });
  });
});

const someClaims = {
  ...{
    iss: "i",
    issuer: "i",
    aud: "a",
    audience: "a",
    sub: "s",
    jti: "j",
    client_id: "c",
    exp: 2_000,
    iat: 1_000,
  },
};
const tolerance = { clockToleranceSeconds: 5 };

/** The result; undefined if it refuses. Any other exception is a fault. */
function refusedOr<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(OAuthError);
  }
}
