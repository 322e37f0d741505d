import type { JWTPayload } from "jose";
import { describe, expect, it } from "vitest";
import { KeysUnavailable } from "../../src/assertions/key-source.js";
import type { KeysAddress } from "../../src/assertions/remote-keys.js";
import { authenticateClient } from "../../src/clients/authentication/authenticate-client.js";
import type { Client } from "../../src/clients/clients.sql.js";
import { hashSecret } from "../../src/secrets.js";
import { heldKey, keySet, signed } from "../support/assertion-keys.js";
import { plainClient } from "../support/plain-client.js";
import { refusalIn, refusalOf } from "../support/refusals.js";

const issuer = "https://as.example.com";
const tokenEndpoint = `${issuer}/oauth2/token`;
const now = Date.parse("2026-11-29T12:00:00Z");
const at = now / 1000;
const key = heldKey("ES256");
const rsa = heldKey("RS256");

const keyed = (changes: Partial<Client>) =>
  plainClient({ tokenEndpointAuthMethod: "private_key_jwt", jwks: keySet(key, rsa), ...changes });
const clients = new Map(
  [
    keyed({ clientId: "keyed" }),
    keyed({ clientId: "old", assertionAudience: "token_endpoint" }),
    keyed({ clientId: "fapi", assertionAudience: "token_endpoint", profile: "fapi2" }),
    keyed({ clientId: "gone", disabledAt: new Date(0) }),
    keyed({ clientId: "remote", jwks: null, jwksUri: "https://internal/keys" }),
    keyed({ clientId: "stranger", jwks: null, jwksUri: "https://a.example/keys", origin: "registration" }),
    plainClient({ clientId: "open" }),
    plainClient({
      clientId: "secret",
      tokenEndpointAuthMethod: "client_secret_basic",
      secretHashes: [hashSecret("x")],
    }),
  ].map((client) => [client.clientId, client]),
);

interface Attempt {
  readonly clientId?: string;
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: typeof key;
  readonly endpoint?: string | null;
  readonly authorization?: string;
}

/** All but spending: the database that is there refuses to be asked. */
async function authenticate(attempt: Attempt, told: string[] = [], addresses: KeysAddress[] = []) {
  const { clientId = "keyed", form = {}, endpoint = tokenEndpoint } = attempt;
  const claims = { iss: clientId, sub: clientId, aud: issuer, jti: "one", exp: at + 60, ...attempt.claims };
  const sent = {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await signed(attempt.key ?? key, claims as JWTPayload, attempt.header),
    ...form,
  };
  const pairs = Object.entries(sent).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return authenticateClient(new Map(pairs), attempt.authorization, {
    db: { query: () => Promise.reject(new Error("spent before its time")) },
    issuer,
    tokenEndpoint: endpoint,
    remoteKeys: {
      at: (address) => async () => {
        addresses.push(address);
        throw new KeysUnavailable("internal", "answered 503", address.isTrusted);
      },
    },
    now: () => now,
    findClient: async (id) => clients.get(id) ?? null,
    onWrongProof: async (id, reason) => void told.push(`${id}: ${reason}`),
  });
}

describe("private_key_jwt (RFC 7523 §2.2)", () => {
  it.each<[string, Attempt]>([
    ["by its assertion alone", {}],
    ["with its name in the body", { form: { client_id: "keyed" } }],
    ["at another endpoint", { endpoint: null }],
    ["with the type of draft-ietf-oauth-rfc7523bis", { header: { typ: "client-authentication+jwt" } }],
    ["with an audience in a list", { claims: { aud: [issuer] } }],
    ["with RS256", { key: rsa }],
    ["for the token endpoint, if it is an old client", { clientId: "old", claims: { aud: tokenEndpoint } }],
    ["for the issuer, if it is an old client", { clientId: "old" }],
    ["with what FAPI 2.0 allows", { clientId: "fapi" }],
    ["beside an Authorization header about something else", { authorization: "Bearer x" }],
  ])("proves a client %s", async (_title, attempt) => {
    const { client, spend } = await authenticate(attempt);
    expect(client.clientId).toBe(attempt.clientId ?? "keyed");
    await expect(spend()).rejects.toThrow("spent before its time");
  });

  it.each<[string, Attempt, string]>([
    ["without a type", { form: { client_assertion_type: undefined } }, "type_unsupported"],
    ["of another type", { form: { client_assertion_type: "saml2-bearer" } }, "type_unsupported"],
    ["without an assertion", { form: { client_assertion: undefined } }, "missing"],
    ["that is no JWT", { form: { client_assertion: "x" } }, "malformed"],
    ["without sub", { claims: { sub: null } }, "malformed"],
    ["of another kind", { header: { typ: "at+jwt" } }, "typ"],
    ["without a jti", { claims: { jti: undefined } }, "malformed"],
    ["of another iss", { claims: { iss: "open" } }, "issuer"],
    ["for another server", { claims: { aud: "https://other.example.com" } }, "audience"],
    ["for two servers", { claims: { aud: [issuer, "https://other.example.com"] } }, "audience"],
    ["for the token endpoint", { claims: { aud: tokenEndpoint } }, "audience"],
    [
      "for the token endpoint, at another",
      { clientId: "old", claims: { aud: tokenEndpoint }, endpoint: null },
      "audience",
    ],
    [
      "for the token endpoint, of a client with the profile fapi2",
      { clientId: "fapi", claims: { aud: tokenEndpoint } },
      "audience",
    ],
    ["for a list, with the profile fapi2", { clientId: "fapi", claims: { aud: [issuer] } }, "audience"],
    ["by RS256, with the profile fapi2", { clientId: "fapi", key: rsa }, "alg"],
    ["that is over", { claims: { exp: at - 300 } }, "expired"],
    ["from the future", { claims: { iat: at + 61 } }, "not_yet_valid"],
    ["for longer than an hour", { claims: { exp: at + 4000 } }, "lifetime"],
    ["by a key of somebody else", { key: { ...heldKey(), kid: key.kid } }, "signature"],
    ["by an unknown key", { key: heldKey() }, "key_unknown"],
    ["of a disabled client, by an unknown key", { clientId: "gone", key: heldKey() }, "key_unknown"],
    ["of a client with a secret", { clientId: "secret" }, "unexpected"],
    ["of a public client", { clientId: "open" }, "unexpected"],
  ])("refuses one %s [private-key-jwt-4]", async (_title, attempt, reason) => {
    const told: string[] = [];
    const refused = `client_assertion_${reason}`;
    expect(await refusalIn(() => authenticate(attempt, told))).toBe(`401 invalid_client ${refused}`);
    // Only what a known client has sent, and has sent as it should.
    const isTold = attempt.form === undefined && attempt.claims?.sub !== null && reason !== "unexpected";
    expect(told).toEqual(isTold ? [`${attempt.clientId ?? "keyed"}: ${refused}`] : []);
  });

  it("refuses a client that is disabled, or that there is not", async () => {
    expect(await refusalIn(() => authenticate({ clientId: "gone" }))).toMatch("client_disabled");
    expect(await refusalIn(() => authenticate({ clientId: "nobody" }))).toMatch("client_unknown");
    expect(await refusalIn(() => authenticate({ clientId: "a\0b" }))).toMatch("client_unknown");
  });

  it.each<[string, Attempt]>([
    ["a secret", { form: { client_id: "keyed", client_secret: "x" } }],
    ["Basic", { authorization: `Basic ${btoa("keyed:x")}` }],
    ["another name in the body", { form: { client_id: "open" } }],
  ])("refuses one beside %s", async (_title, attempt) => {
    const refusal = "400 invalid_request client_authentication_repeated";
    expect(await refusalIn(() => authenticate(attempt))).toBe(refusal);
  });

  it.each<[string, Attempt]>([
    ["its name", { form: { client_id: "keyed" } }],
    ["a secret in the body", { form: { client_id: "keyed", client_secret: "x" } }],
    ["a secret in the header", { authorization: `Basic ${btoa("keyed:x")}` }],
    ["an empty secret in the header", { authorization: `Basic ${btoa("keyed:")}` }],
  ])("is not replaced by %s", async (_title, { form = {}, authorization }) => {
    const none = { client_assertion: undefined, client_assertion_type: undefined };
    const attempt = { form: { ...none, ...form }, ...(authorization && { authorization }) };
    expect(await refusalIn(() => authenticate(attempt))).toMatch(
      "401 invalid_client client_assertion_missing",
    );
  });

  it("tells nobody what is on an operator's network when keys cannot be had", async () => {
    const addresses: KeysAddress[] = [];
    const own = await refusalOf(() => authenticate({ clientId: "remote" }, [], addresses));
    expect([own.status, own.reason, own.headers["retry-after"]]).toEqual([
      503,
      "client_keys_unreachable",
      "5",
    ]);
    expect(own.message).toBe("The keys at the client's jwks_uri are unavailable: its host cannot be used.");
    const others = await refusalOf(() => authenticate({ clientId: "stranger" }, [], addresses));
    expect([others.status, others.reason]).toEqual([401, "client_keys_invalid"]);
    expect(others.message).toContain("answered 503");
    expect(addresses).toEqual([
      { uri: "https://internal/keys", isTrusted: true, isKnown: false },
      { uri: "https://a.example/keys", isTrusted: false, isKnown: false },
    ]);
  });
});
