import { AuthorizationServerMetadata } from "@regrant/shared/schemas";
import { Value } from "typebox/value";
import { describe, expect, it } from "vitest";
import { testServer } from "../support/server.js";

const server = await testServer();
const url = "/.well-known/oauth-authorization-server";
const metadataOf = async (at = server, headers: Record<string, string> = {}) =>
  (await at.app.inject({ url, headers })).json<AuthorizationServerMetadata>();

describe("The authorization server's metadata (RFC 8414)", () => {
  it("is one JSON object, application/json, cacheable (§3.2) [metadata-1]", async () => {
    const { statusCode, headers } = await server.app.inject(url);
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(headers["cache-control"]).toBe("public, max-age=300");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(Value.Check(AuthorizationServerMetadata, await metadataOf())).toBe(true);
    expect(Object.values(await metadataOf())).not.toContainEqual([]);
  });

  it("names the issuer, letter for letter (§3.3) [metadata-2]", async () => {
    const other = await testServer({ env: { ISSUER: "https://auth.example.com" } });
    expect((await metadataOf(other)).issuer).toBe("https://auth.example.com");
  });

  it("says nothing that depends on the request: host and forwarded headers do not count [metadata-3]", async () => {
    const fooled = await metadataOf(server, {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    });
    expect(fooled).toEqual(await metadataOf());
  });

  it("has the members that the RFC requires, and what the token endpoint really takes (§2) [metadata-4]", async () => {
    expect(await metadataOf()).toMatchObject({
      issuer: "http://localhost:4000",
      authorization_endpoint: "http://localhost:4000/oauth2/authorize",
      token_endpoint: "http://localhost:4000/oauth2/token",
      revocation_endpoint: "http://localhost:4000/oauth2/revoke",
      introspection_endpoint: "http://localhost:4000/oauth2/introspect",
      introspection_endpoint_auth_methods_supported: [
        ...["client_secret_basic", "client_secret_post", "private_key_jwt"],
      ],
      jwks_uri: "http://localhost:4000/.well-known/jwks.json",
      response_types_supported: ["code"],
      response_modes_supported: ["query", "form_post"],
      device_authorization_endpoint: "http://localhost:4000/oauth2/device_authorization",
      grant_types_supported: [
        ...["authorization_code", "client_credentials", "password", "refresh_token"],
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
      ],
      authorization_grant_profiles_supported: ["urn:ietf:params:oauth:grant-profile:id-jag"],
      token_endpoint_auth_methods_supported: [
        ...["client_secret_basic", "client_secret_post", "none", "private_key_jwt"],
      ],
      prompt_values_supported: ["none", "login", "consent", "select_account"],
      ui_locales_supported: ["en", "de"],
    });
  });

  it("says that PKCE is S256 (RFC 7636 §6.2.1) and that answers carry iss (RFC 9207 §3) [metadata-5]", async () => {
    expect(await metadataOf()).toMatchObject({
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
    });
  });

  it("leads to addresses that answer", async () => {
    const { issuer, authorization_endpoint, ...metadata } = await metadataOf();
    const { token_endpoint, introspection_endpoint, jwks_uri, service_documentation = "" } = metadata;
    expect((await server.app.inject(authorization_endpoint.slice(issuer.length))).statusCode).toBe(400);
    for (const address of [token_endpoint, introspection_endpoint, jwks_uri, service_documentation]) {
      expect(address.startsWith(`${issuer}/`)).toBe(true);
      const { statusCode } = await server.app.inject(address.slice(issuer.length));
      expect([200, 405]).toContain(statusCode);
    }
  });

  it("has an ETag and answers 304", async () => {
    const { headers } = await server.app.inject(url);
    const again = await server.app.inject({ url, headers: { "if-none-match": String(headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });
});
