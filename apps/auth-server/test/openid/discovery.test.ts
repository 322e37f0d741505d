/** OpenID Connect Discovery 1.0. */
import { beforeAll, describe, expect, it } from "vitest";
import { createResources } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const issuer = "https://auth.example.com";
const server = await testServer({ env: { ISSUER: issuer } });
const url = "/.well-known/openid-configuration";
const configuration = async () => (await server.app.inject(url)).json<Record<string, unknown>>();

beforeAll(() => createResources(server));

/** OAuth's and OpenID Connect's registered metadata: the conformance suite warns of any other. */
const registered = new Set([
  ...[
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "registration_endpoint",
  ],
  ...["scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported"],
  ...["acr_values_supported", "subject_types_supported", "id_token_signing_alg_values_supported"],
  ...[
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "claim_types_supported",
    "claims_supported",
    "service_documentation",
  ],
  ...["ui_locales_supported", "claims_parameter_supported", "request_parameter_supported"],
  ...["request_uri_parameter_supported", "revocation_endpoint", "revocation_endpoint_auth_methods_supported"],
  ...["revocation_endpoint_auth_signing_alg_values_supported", "dpop_signing_alg_values_supported"],
  ...[
    "introspection_endpoint",
    "introspection_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_signing_alg_values_supported",
    "code_challenge_methods_supported",
  ],
  ...["authorization_response_iss_parameter_supported", "end_session_endpoint", "prompt_values_supported"],
  ...["backchannel_logout_supported", "backchannel_logout_session_supported"],
  "device_authorization_endpoint",
  ...["pushed_authorization_request_endpoint", "require_pushed_authorization_requests"],
  ...["token_endpoint_auth_signing_alg_values_supported", "dpop_signing_alg_values_supported"],
  "revocation_endpoint_auth_signing_alg_values_supported",
  "introspection_endpoint_auth_signing_alg_values_supported",
  // Token Status List asks for its registration (draft-21).
  "status_list_aggregation_endpoint",
  // So does the Identity Assertion JWT Authorization Grant (draft-06 §9).
  "authorization_grant_profiles_supported",
]);

describe("The OpenID configuration (OpenID Connect Discovery 1.0 §3, §4)", () => {
  it("is JSON for anyone, and the same as RFC 8414's document [discovery-1]", async () => {
    const response = await server.app.inject({ url, headers: { origin: "https://anyone.example" } });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "access-control-allow-origin": "*",
    });
    const other = await server.app.inject("/.well-known/oauth-authorization-server");
    expect(response.json()).toEqual(other.json());
  });

  it("says what is there: oidcc-discovery-endpoint-verification [discovery-2]", async () => {
    expect(await configuration()).toMatchObject({
      issuer,
      userinfo_endpoint: `${issuer}/oauth2/userinfo`,
      end_session_endpoint: `${issuer}/oauth2/logout`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "PS256", "ES256", "EdDSA"],
      claim_types_supported: ["normal"],
      claims_parameter_supported: true,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
      acr_values_supported: ["2", "1"],
      prompt_values_supported: ["none", "login", "consent", "select_account"],
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        "client_secret_basic",
        "client_secret_post",
      ]),
    });
  });

  it("has every address at the issuer, over https: oidcc-rp-initiated-logout-discovery-endpoint-verification [discovery-3]", async () => {
    const addresses = Object.entries(await configuration()).filter(([name]) => /_(endpoint|uri)$/.test(name));
    expect(addresses.length).toBeGreaterThan(6);
    for (const [name, address] of addresses)
      expect([name, String(address).startsWith(`${issuer}/`)]).toEqual([name, true]);
  });

  it("lists the scopes and claims of OpenID Connect, each once, beside those of the APIs [discovery-4]", async () => {
    const { scopes_supported: scopes, claims_supported: claims } = await configuration();
    expect(scopes).toEqual([
      ...["openid", "profile", "email", "address", "phone", "offline_access"],
      ...["files:read", "notes:read", "notes:write"],
    ]);
    const names = claims as string[];
    expect(names).toEqual(
      expect.arrayContaining([
        "sub",
        "iss",
        "auth_time",
        "acr",
        "sid",
        "name",
        "email",
        "phone_number",
        "address",
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("has no member that is not registered, none empty and none null [discovery-5]", async () => {
    for (const [name, value] of Object.entries(await configuration())) {
      expect([name, registered.has(name)]).toEqual([name, true]);
      expect(value ?? []).not.toEqual([]);
    }
  });

  it("names languages as BCP 47 writes them [discovery-6]", async () => {
    const { ui_locales_supported: locales } = await configuration();
    expect(Intl.getCanonicalLocales(locales as string[])).toEqual(locales);
  });

  it("leads to keys with distinct kids, fit for RS256, and nothing private [discovery-7]", async () => {
    const { keys } = (await server.app.inject("/.well-known/jwks.json")).json<{
      keys: Record<string, unknown>[];
    }>();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  });

  it("promises back-channel logout with sid: oidcc-backchannel-logout-discovery-endpoint-verification [discovery-8]", async () => {
    expect(await configuration()).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });
});
