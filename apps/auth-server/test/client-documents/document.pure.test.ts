import { describe, expect, it } from "vitest";
import { parseClientDocument } from "../../src/client-documents/document.js";
import { heldKey } from "../support/assertion-keys.js";
import { refusalOf } from "../support/refusals.js";

const clientId = "https://app.example.com/client";
const least = { client_id: clientId, redirect_uris: ["https://app.example.com/callback"] };

const parse = (members: object) => parseClientDocument(Buffer.from(JSON.stringify(members)), clientId);
const parseText = (body: string | Uint8Array) => parseClientDocument(Buffer.from(body), clientId);

async function refusal(run: () => unknown): Promise<string> {
  const { code, reason, message } = await refusalOf(run);
  expect(code).toBe("invalid_client");
  return `${reason}: ${message.replace("The client's metadata document ", "")}`;
}

describe("A client's metadata document", () => {
  it("needs a client_id and a redirect URI", () => {
    expect(parse(least)).toEqual({
      clientId,
      name: "app.example.com",
      redirectUris: ["https://app.example.com/callback"],
      grantTypes: ["authorization_code", "refresh_token"],
      tokenEndpointAuthMethod: "none",
      jwks: null,
      jwksUri: null,
      requireDpop: false,
      requirePar: false,
      idTokenSignedResponseAlg: "RS256",
    });
  });

  it("may say that the client pushes all its requests", () => {
    expect(parse({ ...least, require_pushed_authorization_requests: true })).toMatchObject({
      requirePar: true,
    });
    expect(parse({ ...least, dpop_bound_access_tokens: true }).requireDpop).toBe(true);
  });

  it("may say more, which means nothing here", () => {
    const key = { kty: "EC", crv: "P-256", x: "x", y: "y" };
    const document = parse({
      ...least,
      client_name: "Notes",
      client_uri: "https://app.example.com/about",
      logo_uri: "https://app.example.com/logo.png",
      jwks: { keys: [key] },
      jwks_uri: "https://app.example.com/jwks",
      token_endpoint_auth_method: "none",
      response_types: ["code", "id_token"],
      contacts: ["ada@example.com"],
      __proto__: null,
    });
    expect(document).toEqual({ ...parse(least), name: "Notes" });
  });

  it("is read as Claude Code publishes it", () => {
    const id = "https://claude.ai/oauth/claude-code-client-metadata";
    const text = JSON.stringify({
      client_id: id,
      client_name: "Claude Code",
      client_uri: "https://claude.ai",
      redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    });
    expect(parseClientDocument(Buffer.from(text), id)).toMatchObject({
      name: "Claude Code",
      redirectUris: ["http://localhost/callback", "http://127.0.0.1/callback"],
    });
  });

  it.each([
    ["nothing", ""],
    ["half of it", '{"client_id":'],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"https://app.example.com/client"'],
    ["no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["a page", "<!doctype html>"],
  ])("is refused as %s", async (_what, body) => {
    expect(await refusal(() => parseText(body))).toBe(
      "client_document_invalid: is not a JSON object in UTF-8.",
    );
  });

  it.each([
    ["without client_id", { client_id: undefined }, "has no client_id."],
    ["with client_ids", { client_id: [clientId] }, "has no client_id."],
    [
      "of another client",
      { client_id: "https://evil.example/client" },
      "names another client_id, 'https://evil.example/client'.",
    ],
    [
      "of the same URL, spelled otherwise",
      { client_id: `${clientId}/` },
      "names another client_id, 'https://app.example.com/client/'.",
    ],
    ["with a secret", { client_secret: "s" }, "has a client_secret, and everybody can read it."],
    [
      "with a secret's end",
      { client_secret_expires_at: 0 },
      "has a client_secret_expires_at, and everybody can read it.",
    ],
    ["without redirect_uris", { redirect_uris: undefined }, "has no redirect_uris."],
    ["with empty redirect_uris", { redirect_uris: [] }, "has no redirect_uris."],
    [
      "with one redirect URI as a text",
      { redirect_uris: "https://app.example.com/callback" },
      "has no redirect_uris.",
    ],
    [
      "with unusable redirect URIs only",
      { redirect_uris: ["http://app.example.com/cb", "javascript:alert(1)"] },
      "has no usable redirect URI: 'http://app.example.com/cb' is http; only loopback addresses and localhost may be (RFC 8252 section 7.3).",
    ],
    [
      "without codes",
      { grant_types: ["client_credentials", "refresh_token"] },
      "lacks authorization_code among its grant_types.",
    ],
    ["without the response type code", { response_types: ["token"] }, "lacks code among its response_types."],
    [
      "with a secret's method",
      { token_endpoint_auth_method: "client_secret_basic" },
      "asks for authentication with a secret, which no document can have.",
    ],
    [
      "with secrets' methods",
      { token_endpoint_auth_methods_supported: ["client_secret_jwt", "client_secret_post"] },
      "asks for authentication with a secret, which no document can have.",
    ],
    [
      "with a private EC key",
      { jwks: { keys: [{ kty: "EC", d: "d" }] } },
      "contains a private key. Whoever has read it can use it: replace the key.",
    ],
    [
      "with a private RSA key after a public one",
      { jwks: { keys: [{ kty: "RSA" }, { kty: "RSA", p: "p" }] } },
      "contains a private key. Whoever has read it can use it: replace the key.",
    ],
    [
      "with a symmetric key",
      { jwks: { keys: [{ kty: "oct", k: "k" }] } },
      "contains a private key. Whoever has read it can use it: replace the key.",
    ],
    ["with jwks that are a list", { jwks: [] }, "has jwks that are not a JWK Set (RFC 7517)."],
    ["with keys that are texts", { jwks: { keys: ["key"] } }, "has jwks that are not a JWK Set (RFC 7517)."],
  ])("is refused %s", async (_what, change, words) => {
    expect(await refusal(() => parse({ ...least, ...change }))).toBe(`client_document_invalid: ${words}`);
  });

  it("is refused with its own reason where only other methods can authenticate the client", async () => {
    const change = { token_endpoint_auth_methods_supported: ["tls_client_auth", "client_secret_basic"] };
    expect(await refusal(() => parse({ ...least, ...change }))).toBe(
      "client_document_method_unsupported: offers to authenticate by 'tls_client_auth', and neither by private_key_jwt nor without (none).",
    );
  });

  const key = heldKey().publicJwk;
  const jwks_uri = "https://app.example.com/jwks";
  const byKey = { token_endpoint_auth_method: "private_key_jwt" };

  it.each([
    [{ ...byKey, jwks_uri }, null, jwks_uri],
    [
      { ...byKey, jwks_uri, token_endpoint_auth_methods_supported: ["none", "private_key_jwt"] },
      null,
      jwks_uri,
    ],
    [{ jwks_uri, token_endpoint_auth_methods_supported: ["private_key_jwt"] }, null, jwks_uri],
    [{ ...byKey, jwks: { keys: [{ ...key, x5c: ["AA"] }, { kty: "AKP" }] } }, { keys: [key] }, null],
  ])("has to authenticate by its key where it says so: %j", (change, jwks, jwksUri) => {
    expect(parse({ ...least, ...change })).toMatchObject({
      tokenEndpointAuthMethod: "private_key_jwt",
      jwks,
      jwksUri,
    });
  });

  it.each([
    [byKey, "has neither jwks nor jwks_uri, which private_key_jwt needs."],
    [{ ...byKey, jwks: { keys: [key] }, jwks_uri }, "has both jwks and jwks_uri, and one has to be enough."],
    [
      { ...byKey, jwks: { keys: [] } },
      "has no key in its jwks that could verify a signature here (RS256, PS256, ES256, EdDSA).",
    ],
    [{ ...byKey, jwks: { keys: Array(21).fill(key) } }, "has more than 20 keys."],
    [{ ...byKey, jwks_uri: "ftp://x/y" }, "has a jwks_uri that is not an https URI."],
    [
      { ...byKey, jwks_uri: "http://app.example.com/jwks" },
      "has a jwks_uri that is http; only loopback addresses and localhost may be (RFC 8252 section 7.3).",
    ],
  ])("is refused where those keys cannot be used: %#", async (change, words) => {
    expect(await refusal(() => parse({ ...least, ...change }))).toBe(`client_document_invalid: ${words}`);
  });

  it.each([
    {},
    { token_endpoint_auth_method: "none" },
    {
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_methods_supported: ["private_key_jwt", "none"],
    },
    {
      token_endpoint_auth_method: "none",
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
      jwks_uri: "https://app.example.com/jwks",
    },
    { token_endpoint_auth_methods_supported: ["client_secret_basic", "none"] },
  ])("is content without authentication: %j", (change) => {
    expect(parse({ ...least, ...change }).tokenEndpointAuthMethod).toBe("none");
  });

  it.each([
    [undefined, ["authorization_code", "refresh_token"]],
    ["authorization_code", ["authorization_code", "refresh_token"]],
    [["authorization_code"], ["authorization_code"]],
    [
      ["refresh_token", "authorization_code"],
      ["authorization_code", "refresh_token"],
    ],
    [
      ["authorization_code", "implicit", "urn:ietf:params:oauth:grant-type:device_code", 7],
      ["authorization_code"],
    ],
  ])("with the grant_types %j has %j", (grantTypes, granted) => {
    expect(parse({ ...least, grant_types: grantTypes }).grantTypes).toEqual(granted);
  });

  it("keeps the usable redirect URIs, each once", () => {
    const good = ["https://app.example.com/callback", "http://127.0.0.1/cb", "com.example.app:/cb"];
    const bad = [
      "http://app.example.com/cb",
      "editor://cb",
      "https://*.example.com/cb",
      "https://a.example/#x",
      7,
      null,
    ];
    expect(parse({ ...least, redirect_uris: [...bad, ...good, ...good] }).redirectUris).toEqual(good);
  });

  it.each([
    ["  Notes  ", "Notes"],
    ["Notes\r\n\tfor   all", "Notes for all"],
    ["Bank\u202e evil", "Bank evil"],
    ["\u2066\u200fNotes\u2069", "Notes"],
    ["Notes\u2028\u0000\u0085", "Notes"],
    ["Notes\ud800", "Notes"],
    ["日本語ノート", "日本語ノート"],
    ["👩‍💻", "👩‍💻"],
    ["x".repeat(300), "x".repeat(200)],
    ["👩".repeat(300), "👩".repeat(200)],
    ["", "app.example.com"],
    [" \u200b\u2060\u202e ", "app.example.com"],
    ["\u3164\u2800\u115f", "app.example.com"],
    [7, "app.example.com"],
    [null, "app.example.com"],
    [{ en: "Notes" }, "app.example.com"],
  ])("named %j is shown as %j", (name, shown) => {
    expect(parse({ ...least, client_name: name }).name).toBe(shown);
  });
});
