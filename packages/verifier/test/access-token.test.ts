import { createHmac, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createVerifier, type Verifier } from "../src/index.js";
import { reasonOf } from "./support/expect-refusal.js";
import {
  audience,
  claimsAt,
  createSigningKey,
  encode,
  headerOf,
  signParts,
  signToken,
  startIssuer,
  type TestIssuer,
  testNow,
} from "./support/issuer.js";

const key = createSigningKey();
const otherKey = createSigningKey();
const nowSeconds = testNow / 1_000;
let issuer: TestIssuer;
let verifier: Verifier;

beforeAll(async () => {
  issuer = await startIssuer([key]);
  verifier = createVerifier({
    issuer: issuer.issuer,
    audience,
    clockToleranceSeconds: 5,
    jwksCooldownSeconds: 3_600,
    now: () => testNow,
  });
  await verifier.refreshKeys();
});
afterAll(async () => {
  verifier.close();
  await issuer.close();
});

const reasonFor = (token: string): Promise<string> => reasonOf(() => verifier.verify(token));
const withClaims = (claims: Record<string, unknown>): string =>
  signToken(key, { ...claimsAt(issuer.issuer, testNow), ...claims });
const withHeader = (header: Record<string, unknown>): string =>
  signToken(key, claimsAt(issuer.issuer, testNow), header);

describe("JOSE header of access tokens (RFC 9068 §4)", () => {
  it.each(["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"])(
    "accepts typ %s [verifier-access-token-1]",
    async (typ) => {
      expect(await reasonFor(withHeader({ typ }))).toBe("admitted");
    },
  );

  it.each([
    [undefined, "token_typ"],
    ["at+jwt ", "token_typ"],
    ["id+jwt", "token_typ"],
    [["at+jwt"], "token_typ"],
    [1, "token_typ"],
    ["JWT", "token_is_id_token"],
    ["application/jwt", "token_is_id_token"],
    ["logout+jwt", "token_is_logout_token"],
    ["application/logout+jwt", "token_is_logout_token"],
  ])(
    "refuses typ %s, with the claims and the signature of an access token: %s [verifier-access-token-2]",
    async (typ, reason) => {
      expect(await reasonFor(withHeader({ typ }))).toBe(reason);
    },
  );

  it.each([undefined, "none", "None", "NONE", "", "rs256", "RS384", "PS256", "ES256", "HS256", ["RS256"]])(
    "refuses alg %s [verifier-access-token-3]",
    async (alg) => {
      expect(await reasonFor(withHeader({ alg }))).toBe("token_alg");
    },
  );

  it("refuses HS256 keyed with the public key [verifier-access-token-4]", async () => {
    const input = `${encode({ ...headerOf(key), alg: "HS256" })}.${encode(claimsAt(issuer.issuer, testNow))}`;
    const pem = key.publicKey.export({ type: "spki", format: "pem" });
    const mac = createHmac("sha256", pem).update(input).digest("base64url");
    expect(await reasonFor(`${input}.${mac}`)).toBe("token_alg");
  });

  it.each([["exp"], [], "exp", null])("refuses crit %s (RFC 7515 §4.1.11)", async (crit) => {
    expect(await reasonFor(withHeader({ crit }))).toBe("token_crit");
  });

  it.each([undefined, "", 1, "../../etc/passwd", "' OR 1=1 --", "k".repeat(10_000)])(
    "refuses kid %s",
    async (kid) => {
      expect(await reasonFor(withHeader({ kid }))).toBe("token_kid_unknown");
    },
  );

  it("reads no key that the header brings along (jwk, jku, x5u) [verifier-access-token-5]", async () => {
    const evil = { jwk: otherKey.jwk, jku: "http://127.0.0.1:1/jwks", x5u: "http://127.0.0.1:1/cert" };
    const token = signToken(otherKey, claimsAt(issuer.issuer, testNow), { ...evil, kid: key.kid });
    expect(await reasonFor(token)).toBe("token_signature");
  });
});

describe("signature (RFC 7515 §5.2) [verifier-access-token-6]", () => {
  it("refuses another key's signature under a published kid [verifier-access-token-7]", async () => {
    const token = signToken(otherKey, claimsAt(issuer.issuer, testNow), { kid: key.kid });
    expect(await reasonFor(token)).toBe("token_signature");
    const refusal = { status: 401, code: "invalid_token", message: "the signature is wrong" };
    await expect(verifier.verify(token)).rejects.toMatchObject(refusal);
  });

  it("refuses PS256 under an RS256 header", async () => {
    const input = `${encode(headerOf(key))}.${encode(claimsAt(issuer.issuer, testNow))}`;
    const signature = sign("sha256", Buffer.from(input), { key: key.privateKey, padding: 6 });
    expect(await reasonFor(`${input}.${signature.toString("base64url")}`)).toBe("token_signature");
  });

  it("refuses a flipped bit at every tenth character, also of a token it knows", async () => {
    const token = withClaims({ jti: "flipped" });
    expect(await reasonFor(token)).toBe("admitted");
    for (let index = 0; index < token.length; index += 10) {
      const flipped = String.fromCharCode(token.charCodeAt(index) ^ 1);
      const changed = token.slice(0, index) + flipped + token.slice(index + 1);
      expect(await reasonFor(changed), `character ${index}`).not.toBe("admitted");
    }
  });
});

describe("compact serialization (RFC 7515 §7.1)", () => {
  it.each([
    ["nothing", ""],
    ["one part", "abc"],
    ["two parts", "abc.def"],
    ["four parts", "a.b.c.d"],
    ["a JWE", "a.b.c.d.e"],
    ["dots only", ".."],
    ["a header that is no JSON", "YWJj.YWJj.YWJj"],
    ["a header that is an array", `${encode([])}.${encode({})}.YWJj`],
    ["a header that is null", `${encode(null)}.${encode({})}.YWJj`],
    ["a header that is not UTF-8", "_____w.YWJj.YWJj"],
    ["a megabyte", "a".repeat(1_000_000)],
  ])("refuses %s", async (_name, token) => {
    expect(await reasonFor(token)).toBe("token_malformed");
  });

  it.each([
    ["no signature", (token: string) => token.slice(0, token.lastIndexOf(".") + 1)],
    ["padding", (token: string) => `${token}==`],
    ["white space", (token: string) => `${token}\n`],
    ["base64 in place of base64url", (token: string) => `${token.slice(0, -2)}+/`],
    ["stray bits at the end", (token: string) => `${token.slice(0, -1)}${nextLetter(token.at(-1))}`],
  ])("refuses %s", async (_name, change) => {
    expect(await reasonFor(change(withClaims({})))).toBe("token_malformed");
  });

  it("refuses characters whose low byte would make the signature fit", async () => {
    const token = withClaims({});
    const start = token.indexOf(".") + 1;
    const index = token.indexOf("J", start);
    const disguised = `${token.slice(0, index)}${String.fromCharCode(0x100 + 0x4a)}${token.slice(index + 1)}`;
    expect(await reasonFor(disguised)).toBe("token_malformed");
  });

  it.each([["[]"], ['"text"'], ["null"], ["{"], [""]])("refuses the signed payload %j", async (text) => {
    const payload = Buffer.from(text).toString("base64url");
    expect(await reasonFor(signParts(key, encode(headerOf(key)), payload))).toBe("token_malformed");
  });

  it("refuses a nested JWT", async () => {
    const nested = Buffer.from(withClaims({})).toString("base64url");
    const header = encode({ ...headerOf(key), cty: "JWT" });
    expect(await reasonFor(signParts(key, header, nested))).toBe("token_malformed");
  });
});

/** The base64url letter that differs only in the lowest bits, which are unused at the end of a 256-byte signature. */
const nextLetter = (letter = "A"): string => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(letter) ^ 1] ?? "A";
};

describe("claims (RFC 9068 §2.2, §4) [verifier-access-token-8]", () => {
  it.each(["iss", "sub", "aud", "exp", "iat", "jti", "client_id"])(
    "requires %s [verifier-access-token-9]",
    async (name) => {
      expect(await reasonFor(withClaims({ [name]: undefined }))).toBe("token_claims");
    },
  );

  it.each([
    ["sub", 1],
    ["sub", ""],
    ["jti", null],
    ["client_id", ["app"]],
    ["iss", { issuer: "x" }],
    ["aud", {}],
    ["aud", [audience, 1]],
    ["exp", "1893456600"],
    ["exp", null],
    ["exp", -1],
    ["exp", 1e300],
    ["iat", "1893456000"],
    ["nbf", "1893456000"],
    ["scope", ["notes:read"]],
    ["scope", "notes:read  notes:write"],
    ["roles", "admin"],
    ["roles", [1]],
    ["auth_time", "now"],
    ["sid", 7],
  ])("refuses %s of the wrong type: %j", async (name, value) => {
    expect(await reasonFor(withClaims({ [name]: value }))).toBe("token_claims");
  });

  it.each(["/", "/x", "."])(
    "compares iss as a string: the issuer with %s is another [verifier-access-token-10]",
    async (suffix) => {
      expect(await reasonFor(withClaims({ iss: issuer.issuer + suffix }))).toBe("token_issuer");
    },
  );

  it.each([["http://localhost:4002"], [[]], [["a", "b"]], ["http://localhost:400"], [`${audience}/`]])(
    "refuses aud %j [verifier-access-token-11]",
    async (aud) => {
      expect(await reasonFor(withClaims({ aud }))).toBe("token_audience");
    },
  );

  it("accepts this API as one audience among several [verifier-access-token-12]", async () => {
    expect(await reasonFor(withClaims({ aud: ["http://other", audience] }))).toBe("admitted");
  });

  it.each([
    ["exp", -4, "admitted"],
    ["exp", -5, "token_expired"],
    ["exp", -6, "token_expired"],
    ["iat", 5, "admitted"],
    ["iat", 6, "token_not_yet_valid"],
    ["nbf", 5, "admitted"],
    ["nbf", 6, "token_not_yet_valid"],
  ])("%s at now %i, with a tolerance of 5 s: %s", async (name, offset, reason) => {
    expect(await reasonFor(withClaims({ [name]: nowSeconds + offset }))).toBe(reason);
  });

  it("accepts a NumericDate with a fraction (RFC 7519 §2)", async () => {
    expect(await reasonFor(withClaims({ exp: nowSeconds + 0.5, iat: nowSeconds - 0.5 }))).toBe("admitted");
  });

  it("takes an empty scope for none", async () => {
    expect((await verifier.verify(withClaims({ scope: "" }))).scopes).toEqual([]);
  });

  it("returns the claims, those of others too, frozen all through", async () => {
    const { claims, scopes } = await verifier.verify(withClaims({ other: { of: "x" }, roles: ["admin"] }));
    expect(claims).toMatchObject({ sub: "alice", other: { of: "x" }, roles: ["admin"] });
    expect(scopes).toEqual(["notes:read", "notes:write"]);
    for (const value of [claims, claims.other, claims.roles, scopes])
      expect(Object.isFrozen(value)).toBe(true);
  });

  it("echoes nothing of the token in its description [verifier-access-token-13]", async () => {
    const evil = 'x" onmouseover=\r\nSet-Cookie: a=b';
    await expect(verifier.verify(withClaims({ iss: evil }))).rejects.toThrow(
      /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/,
    );
  });
});

describe("options", () => {
  const good = { issuer: "https://issuer.example", audience };

  it.each([
    ["no audience", { issuer: "https://issuer.example", audience: "" }],
    ["no issuer", { issuer: "", audience }],
    ["http to another machine", { ...good, jwksUrl: "http://issuer.example/jwks" }],
    ["an issuer over http on another machine", { issuer: "http://issuer.example", audience }],
    ["a host that only starts like loopback", { ...good, jwksUrl: "http://localhost.example/jwks" }],
    ["credentials in the URL", { ...good, jwksUrl: "https://user:secret@issuer.example/jwks" }],
    ["another scheme", { ...good, jwksUrl: "file:///etc/jwks", allowInsecureJwksUrl: true }],
    ["a negative tolerance", { ...good, clockToleranceSeconds: -1 }],
    ["a tolerance of an hour", { ...good, clockToleranceSeconds: 3_600 }],
    ["no cooldown", { ...good, jwksCooldownSeconds: 0 }],
    ["a stale bound that is none", { ...good, jwksStaleSeconds: Number.POSITIVE_INFINITY }],
    ["a tolerance that is no number", { ...good, clockToleranceSeconds: Number.NaN }],
  ])("refuses %s", (_name, options) => {
    expect(() => createVerifier(options)).toThrow(TypeError);
  });
});
