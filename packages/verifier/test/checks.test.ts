/** Each check on its own: no keys, no issuer, a given clock. */
import { OAuthError } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { checkRoleNames, checkScopeNames, requireAnyRole, requireScope } from "../src/authorization.js";
import { createRefusals } from "../src/bearer.js";
import { type AccessToken, checkClaims } from "../src/claims.js";
import { refusalCors } from "../src/cors.js";
import { checkHeader } from "../src/header.js";
import { holdKeys, keysGone, noKeys } from "../src/held-keys.js";
import { parseJwkSet } from "../src/jwks.js";
import { decodeBase64url, decodeObject, splitCompactJws } from "../src/jws.js";
import { describeError, describeKeys } from "../src/keys-status.js";
import { prepareMetadata, resourceMetadataUrl } from "../src/metadata.js";
import { readExpectations, readKeyOptions } from "../src/options.js";
import { under } from "../src/under.js";

const issuer = "https://auth.example.com";
const audience = "https://api.example.com";
const expected = { issuer, audience, clockToleranceSeconds: 5 };
const now = 1_500;
const good = { iss: issuer, sub: "alice", aud: audience, exp: 2_000, iat: 1_000, jti: "1", client_id: "app" };

/** Status, reason and the description sent. */
function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(OAuthError);
    const { status, reason, message } = error as OAuthError;
    return `${status} ${reason} ${message}`;
  }
  return "admitted";
}
const check = (changes: Readonly<Record<string, unknown>>) =>
  checkClaims({ ...good, ...changes }, expected, now);

describe("Claims (RFC 9068 §2.2, §4)", () => {
  it("are admitted and frozen, with the scope taken apart", () => {
    const more = { scope: "a b", roles: ["r"], sid: "s", auth_time: 0.5, nbf: 0, own: { list: [1] } };
    const token = check(more);
    expect(token).toEqual({ claims: { ...good, ...more }, scopes: ["a", "b"] });
    const { roles, own } = token.claims;
    for (const part of [token, token.claims, token.scopes, roles, own, (own as { list: unknown }).list])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it("have no scope where it is empty or left out", () => {
    expect([check({}).scopes, check({ scope: "" }).scopes]).toEqual([[], []]);
  });

  it.each(["iss", "sub", "aud", "exp", "iat", "jti", "client_id"])(
    "%s has to be there, and typed",
    (name) => {
      const refusal = `401 token_claims ${name}: the claim is missing or of the wrong type`;
      for (const value of [undefined, null, true, "", {}, [1], [[audience]], [""]])
        expect(refusalOf(() => check({ [name]: value }))).toBe(refusal);
    },
  );

  it.each(["nbf", "scope", "roles", "sid", "auth_time"])("%s may be there, and then typed", (name) => {
    const refusal = `401 token_claims ${name}: the claim is of the wrong type`;
    for (const value of [null, true, {}, [1], [""]])
      expect(refusalOf(() => check({ [name]: value }))).toBe(refusal);
  });

  it.each(["exp", "iat", "nbf", "auth_time"])("%s is a date that a calendar has", (name) => {
    for (const value of [-1, 253_402_300_800, Number.NaN, "1"])
      expect(refusalOf(() => check({ [name]: value }))).toContain("401 token_claims");
    for (const value of [0, 253_402_300_799])
      expect(refusalOf(() => check({ [name]: value }))).not.toContain("token_claims");
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ aud: [audience, "https://other.example"] }, "admitted"],
    [{ aud: `${audience}/` }, "401 token_audience aud: the access token is not for this API"],
    [{ aud: [] }, "401 token_audience aud: the access token is not for this API"],
    [{ aud: ["https://other.example"] }, "401 token_audience aud: the access token is not for this API"],
    [{ iss: `${issuer}/` }, "401 token_issuer iss: the access token comes from another issuer"],
    [{ iss: "x", sub: 1 }, "401 token_issuer iss: the access token comes from another issuer"],
    [{ exp: now - 4 }, "admitted"],
    [{ exp: now - 5 }, "401 token_expired exp: the access token has expired"],
    [{ iat: now + 5 }, "admitted"],
    [{ iat: now + 6 }, "401 token_not_yet_valid iat: the access token is from the future"],
    [{ nbf: now + 5 }, "admitted"],
    [{ nbf: now + 6 }, "401 token_not_yet_valid nbf: the access token is not valid yet"],
    [{ scope: "a  b" }, "401 token_claims scope: the claim breaks the grammar of RFC 6749"],
  ])("%j: %s", (changes, verdict) => {
    expect(refusalOf(() => check(changes))).toBe(verdict);
  });
});

describe("The JOSE header", () => {
  const header = { typ: "at+jwt", alg: "RS256", kid: "k" };
  const typ = "401 token_typ typ: the JWT is not an access token (at+jwt)";
  const idToken = "401 token_is_id_token typ: this is an ID token or another JWT; send the access token";
  const logoutToken = "401 token_is_logout_token typ: this is a logout token; send the access token";
  const kid = "401 token_kid_unknown kid: the access token does not name its key";

  it("names the key", () => {
    for (const typ of ["at+jwt", "application/AT+JWT"])
      expect(checkHeader({ ...header, typ }, ["RS256"]).kid).toBe("k");
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    ...([undefined, 1, ["at+jwt"], "x/at+jwt", "at+jwt;", "xat+jwt", "id+jwt"].map(
      (value): [object, string] => [{ typ: value }, typ],
    ) as [Readonly<Record<string, unknown>>, string][]),
    [{ typ: "JWT" }, idToken],
    [{ typ: "application/jwt" }, idToken],
    [{ typ: "logout+jwt" }, logoutToken],
    [{ typ: "application/Logout+JWT" }, logoutToken],
    [{ typ: "JWT", alg: "none" }, idToken],
    [{ alg: "none" }, "401 token_alg alg: the access token is not signed with RS256"],
    [{ crit: undefined }, "401 token_crit crit: the access token demands an extension that is not supported"],
    [{ kid: "" }, kid],
    [{ kid: 1 }, kid],
    [{ kid: undefined }, kid],
  ])("is refused with %j", (changes, refusal) => {
    expect(refusalOf(() => checkHeader({ ...header, ...changes }, ["RS256"]))).toBe(refusal);
  });
});

describe("The compact serialization", () => {
  const base64url = (text: string | Buffer) => Buffer.from(text).toString("base64url");
  const three = "401 token_malformed the access token does not have three parts";

  it("is three parts, whatever is in them", () => {
    const parts = { header: "a", payload: "b", signature: "c", signingInput: "a.b" };
    expect(splitCompactJws("a.b.c")).toEqual(parts);
    expect(splitCompactJws("..")).toMatchObject({
      header: "",
      payload: "",
      signature: "",
      signingInput: ".",
    });
    for (const text of ["", "a", "a.b", "a.b.c.d", "..."])
      expect(refusalOf(() => splitCompactJws(text))).toBe(three);
  });

  it("has 16 384 characters at most", () => {
    const long = `a.b.${"c".repeat(16_380)}`;
    expect(refusalOf(() => splitCompactJws(long))).toBe("admitted");
    expect(refusalOf(() => splitCompactJws(`${long}c`))).toBe(
      "401 token_malformed the access token is too long",
    );
  });

  it("is canonical base64url", () => {
    expect(decodeBase64url("YQ")).toEqual(Buffer.from("a"));
    for (const text of ["", "YQ=", "YR", "Y Q", "+/8", "é"])
      expect(refusalOf(() => decodeBase64url(text))).toBe(
        "401 token_malformed the access token is not made of canonical base64url",
      );
  });

  it("holds JSON objects in UTF-8, without a byte order mark", () => {
    expect(decodeObject(base64url('{"a":"ä"}'))).toEqual({ a: "ä" });
    for (const text of ["[]", "null", '"a"', "1"])
      expect(refusalOf(() => decodeObject(base64url(text)))).toBe(
        "401 token_malformed the access token holds no JSON object",
      );
    for (const bytes of ["{", "\ufeff{}", Buffer.from([0x22, 0xff, 0x22])])
      expect(refusalOf(() => decodeObject(base64url(bytes)))).toBe(
        "401 token_malformed the access token holds no JSON in UTF-8",
      );
  });
});

describe("Scope and roles", () => {
  const token = { claims: { ...good, roles: ["editor"] }, scopes: ["a", "b"] } as AccessToken;
  const without = { claims: good, scopes: [] } as unknown as AccessToken;
  const role = "403 role_insufficient roles: the user lacks the role";

  it("are demanded: every scope, any role", () => {
    requireScope(token, "b", "a");
    requireScope(without);
    requireAnyRole(token, "x", "editor");
    expect(refusalOf(() => requireScope(token, "a", "c"))).toBe(
      "403 scope_insufficient scope: the access token lacks c",
    );
    expect(refusalOf(() => requireAnyRole(token, "x"))).toBe(role);
    expect(refusalOf(() => requireAnyRole(without, "editor"))).toBe(role);
  });

  it("have names that tokens can have, and roles at least one", () => {
    checkScopeNames(["a", "b"]);
    checkRoleNames(["a"]);
    expect(() => checkScopeNames(["a", "b c"])).toThrow(new TypeError('not a single scope name: "b c"'));
    for (const roles of [[], ["a", ""]])
      expect(() => checkRoleNames(roles)).toThrow(
        new TypeError("requireAnyRole needs at least one role name"),
      );
  });
});

describe("A refusal's answer (RFC 6750 §3)", () => {
  const refuse = createRefusals({ issuer: `${issuer}/`, resourceMetadataUrl: null });
  const challengeOf = (error: OAuthError) => refuse(error).headers["www-authenticate"];

  it("has status, body and a challenge that nothing in it can end", () => {
    const error = new OAuthError("invalid_token", 'a"\\\n', { reason: "token_typ", headers: { "x-a": "b" } });
    const error_uri = `${issuer}/errors/token_typ`;
    expect(refuse(error)).toEqual({
      status: 401,
      headers: {
        "www-authenticate": `Bearer error="invalid_token", error_description="a\\"\\\\?", error_uri="${error_uri}", realm="${issuer}/"`,
        "cache-control": "no-store",
        "x-a": "b",
      },
      body: { error: "invalid_token", error_description: 'a"\\\n', error_uri },
    });
  });

  it("is bare where there was no token, and none where RFC 6750 has no such error", () => {
    const missing = new OAuthError("invalid_token", "none", { reason: "token_missing" });
    expect(challengeOf(missing)).toBe(`Bearer realm="${issuer}/"`);
    const metadata = createRefusals({ issuer, resourceMetadataUrl: "https://m", errorsUrl: "https://e" });
    expect(metadata(missing).headers["www-authenticate"]).toBe('Bearer resource_metadata="https://m"');
    expect(metadata(missing).body.error_uri).toBe("https://e/token_missing");
    const away = new OAuthError("temporarily_unavailable", "no keys", { reason: "keys_unavailable" });
    expect(refuse(away)).toMatchObject({ status: 503, headers: { "cache-control": "no-store" } });
    expect(challengeOf(away)).toBeUndefined();
  });

  it("names the scope that is needed, but not where roles are", () => {
    const token = { claims: good, scopes: [] } as unknown as AccessToken;
    const caught = (run: () => void) => {
      try {
        run();
      } catch (error) {
        return challengeOf(error as OAuthError);
      }
    };
    expect(caught(() => requireScope(token, "a", "b"))).toContain(', scope="a b", realm=');
    expect(caught(() => requireAnyRole(token, "r"))).not.toContain("scope=");
  });

  it("can be read by scripts of other origins, beside what the app lets them read", () => {
    const headers = (existing: Readonly<Record<string, string>>) => refusalCors((name) => existing[name]);
    const own = "www-authenticate, retry-after, dpop-nonce";
    const [origin, expose] = ["access-control-allow-origin", "access-control-expose-headers"];
    expect(headers({})).toEqual({ [origin]: "*", [expose]: own });
    expect(headers({ [origin]: "https://a", [expose]: "x" })).toEqual({
      [origin]: "https://a",
      [expose]: `x, ${own}`,
    });
    expect(headers({ [expose]: "WWW-Authenticate,Retry-After" })[expose]).toBe(
      "WWW-Authenticate,Retry-After, dpop-nonce",
    );
  });
});

describe("The metadata (RFC 9728)", () => {
  it("is between host and path of the resource, where that is a URL of the web", () => {
    const at = (resource: string) => resourceMetadataUrl(resource)?.href ?? null;
    const place = "/.well-known/oauth-protected-resource";
    expect(
      [audience, `${audience}/v1?a=b`, "http://localhost:1/", "urn:a", "ftp://a.example", "a"].map(at),
    ).toEqual([
      `${audience}${place}`,
      `${audience}${place}/v1?a=b`,
      `http://localhost:1${place}`,
      null,
      null,
      null,
    ]);
    expect(prepareMetadata(issuer, "urn:a", {})).toBeNull();
  });

  it("says what the API is, and leaves out what it does not say", () => {
    const bare = {
      resource: `${audience}/v1`,
      authorization_servers: [issuer],
      bearer_methods_supported: ["header"],
    };
    const place = "/.well-known/oauth-protected-resource";
    expect(prepareMetadata(issuer, `${audience}/v1`, {})).toMatchObject({
      paths: new Set([`${place}/v1`, place]),
      document: bare,
      headers: { "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" },
    });
    expect(prepareMetadata(issuer, `${audience}/v1`, {})?.document).toEqual(bare);
    const said = { name: "", scopesSupported: ["a"] };
    expect(prepareMetadata(issuer, `${audience}/v1`, said)?.document).toEqual({
      ...bare,
      scopes_supported: ["a"],
      resource_name: "",
    });
  });
});

describe("Options", () => {
  const options = { issuer, audience };

  it("have defaults", () => {
    expect(readExpectations(options)).toEqual({ ...expected, algorithms: ["RS256"] });
    const { url, ...read } = readKeyOptions(options);
    expect(String(url)).toBe(`${issuer}/.well-known/jwks.json`);
    expect(read).toEqual({
      file: undefined,
      cooldownSeconds: 10,
      staleSeconds: 86_400,
      freshSeconds: { least: 30, most: 3_600 },
      refreshInBackground: true,
      now: Date.now,
    });
  });

  it.each<unknown>([[], ["HS256"], ["none"], "RS256", ["RS256", "rs256"], null])(
    "algorithms is a list of known ones, unlike %j",
    (algorithms) => {
      const read = () => readExpectations({ ...options, algorithms: algorithms as never });
      if (algorithms === null) expect(read().algorithms).toEqual(["RS256"]);
      else expect(read).toThrow("algorithms must be a list of RS256, PS256, ES256, EdDSA");
    },
  );

  it.each([
    ["clockToleranceSeconds", 0, 300],
    ["jwksCooldownSeconds", 1, 3_600],
    ["jwksStaleSeconds", 1, 31_536_000],
  ])("%s is from %d to %d", (name, least, most) => {
    const read = (value: number) => ({
      ...readExpectations({ ...options, [name]: value }),
      ...readKeyOptions({ ...options, [name]: value }),
    });
    for (const value of [least, most]) expect(Object.values(read(value))).toContain(value);
    for (const value of [least - 1, most + 1, Number.NaN])
      expect(() => read(value)).toThrow(
        new TypeError(`${name} must be a number of seconds from ${least} to ${most}, not ${value}`),
      );
  });

  it("are refused without issuer or audience", () => {
    for (const name of ["issuer", "audience"])
      for (const value of ["", undefined])
        expect(() => readExpectations({ ...options, [name]: value } as never)).toThrow(
          new TypeError(`${name} is required`),
        );
  });

  it("take a JWK Set from another machine over http where that is allowed, and only then", () => {
    const http = { ...options, jwksUrl: "http://auth.internal/jwks.json" };
    expect(() => readKeyOptions(http)).toThrow(TypeError);
    expect(String(readKeyOptions({ ...http, allowInsecureJwksUrl: true }).url)).toBe(http.jwksUrl);
  });

  it("join addresses with one slash", () => {
    expect([under("https://a", "/b"), under("https://a//", "/b"), under("https://a/c/", "/b")]).toEqual([
      "https://a/b",
      "https://a/b",
      "https://a/c/b",
    ]);
  });
});

describe("A JWK Set (RFC 7517 §5, RFC 7518 §3.3)", () => {
  /** A modulus of this size; only a signer would notice that it is not a product of two primes. */
  const modulus = (bits: number) => {
    const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
    bytes[0] = 0xff >> (bytes.length * 8 - bits);
    return bytes.toString("base64url");
  };
  const jwk = { kty: "RSA", kid: "k", n: modulus(2048), e: "AQAB" };
  const keysIn = (...keys: unknown[]) => [
    ...parseJwkSet(JSON.stringify({ keys }), new Map(), ["RS256"]).keys(),
  ];
  const other = { ...jwk, kid: "other" };

  it.each<Readonly<Record<string, unknown>>>([
    { use: "sig", alg: "RS256", key_ops: ["verify"] },
    { key_ops: ["sign", "verify"] },
    { n: modulus(16_384) },
    { e: "Aw" },
    { kid: "k".repeat(256) },
  ])("has keys that verify RS256: %j", (changes) => {
    expect(keysIn({ ...jwk, ...changes })).toHaveLength(1);
  });

  it.each<unknown>([
    ...[null, "k", 1, []],
    ...[
      { kty: "EC" },
      { use: "enc" },
      { alg: "ES256" },
      { alg: "PS384" },
      { key_ops: ["sign"] },
      { key_ops: "verify" },
      { key_ops: null },
    ],
    ...[{ n: 1 }, { e: 3 }, { n: "" }, { n: modulus(2047) }, { n: modulus(16_385) }],
    ...[
      { e: "AQ" },
      { e: "BA" },
      { e: "AQAA" },
      { kid: undefined },
      { kid: 1 },
      { kid: "" },
      { kid: "k".repeat(257) },
    ],
  ])("leaves out what it does not understand: %j", (odd) => {
    const isChange = typeof odd === "object" && odd !== null && !Array.isArray(odd);
    expect(keysIn(isChange ? { ...jwk, ...odd } : odd, other)).toEqual(["other"]);
  });

  it.each(["null", "1", "[]", "{}", '{"keys":{}}', '{"keys":"k"}'])("is none: %s", (text) => {
    expect(() => parseJwkSet(text, new Map(), ["RS256"])).toThrow(new Error("the answer is not a JWK Set"));
  });

  it("is of no use without such a key", () => {
    expect(() => keysIn({ ...jwk, kty: "EC" })).toThrow(new Error("the JWK Set has no key for RS256"));
  });

  it("keeps a key's identity as long as it is the same, and the first of two of one name", () => {
    const read = (keys: object[], known = new Map()) =>
      parseJwkSet(JSON.stringify({ keys }), known, ["RS256"]);
    const known = read([jwk]) as Map<string, never>;
    expect(read([jwk], known).get("k")).toBe(known.get("k"));
    for (const changes of [{ e: "Aw" }, { n: modulus(2049) }])
      expect(read([{ ...jwk, ...changes }], known).get("k")).toMatchObject({ jwk: changes });
    expect(read([jwk, { ...jwk, e: "Aw" }]).get("k")).toMatchObject({ jwk: { e: "AQAB" } });
  });
});

describe("The keys that are held", () => {
  const key = (kid: string) => ({ kid, alg: "RS256" }) as never;
  const one = key("one");
  const held = holdKeys(new Map([["one", one]]), "url", 10_000, 30_000, 60_000);

  it("are fresh, then stale, then of no use", () => {
    expect(held).toMatchObject({
      source: "url",
      confirmedAt: 10_000,
      freshUntil: 40_000,
      staleUntil: 70_000,
    });
    expect(holdKeys(new Map(), "file", 0, 9, 5)).toMatchObject({ freshUntil: 5, staleUntil: 5 });
    const fresh = { count: 1, source: "url", ageSeconds: 29, usableSeconds: 30, isStale: false };
    expect(describeKeys(held, 39_999, ["RS256"])).toEqual(fresh);
    expect(describeKeys(held, 40_000, ["RS256"])).toEqual({ ...fresh, ageSeconds: 30, isStale: true });
    expect(describeKeys(held, 69_999, ["RS256"])).toMatchObject({ count: 1, usableSeconds: 0 });
    expect(describeKeys(held, 70_000, ["RS256"])).toMatchObject({ count: 0, usableSeconds: 0 });
    expect(describeKeys(held, 0, ["RS256"])).toMatchObject({ ageSeconds: 0 });
    expect(describeKeys(noKeys, 9_000, ["RS256"])).toEqual({
      ...{ count: 0, source: null, ageSeconds: null, usableSeconds: 0, isStale: true },
    });
  });

  it("are gone where they were withdrawn, or their name stands for another", () => {
    const [two, other] = [key("two"), key("two")];
    const before = new Map([
      ["one", one],
      ["two", two],
    ]);
    expect(keysGone(before, new Map(before))).toEqual(new Set());
    expect(keysGone(before, new Map([["two", other]]))).toEqual(new Set([one, two]));
  });

  it("fail with a cause, where there is one", () => {
    const cause = new Error("ECONNREFUSED");
    expect(
      ["text", new Error("a"), new Error("a", { cause }), new Error("a", { cause: "b" })].map(describeError),
    ).toEqual(["text", "a", "a: ECONNREFUSED", "a"]);
  });
});
