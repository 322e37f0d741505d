import { describe, expect, it } from "vitest";
import { worded } from "../../src/administration/faults.js";
import type { NewClient } from "../../src/clients/clients.sql.js";
import { faultsOfProfile, settingsOfProfile, signaturesOf } from "../../src/clients/fapi2.js";
import { deviceGrantType } from "../../src/clients/grant-types.js";
import { settingsOf } from "../../src/clients/representation.js";
import { plainClient } from "../support/plain-client.js";

const fapi2 = { profile: "fapi2" } as const;
const client: NewClient = {
  ...settingsOf(plainClient(fapi2)),
  ...settingsOfProfile(fapi2),
  tokenEndpointAuthMethod: "private_key_jwt",
  redirectUris: ["https://app.example.com/callback"],
};
const faults = (changes: Partial<NewClient>) =>
  faultsOfProfile({ ...client, ...changes }).map(({ pointer, message }) => `${pointer} ${worded(message)}`);

describe("The profile fapi2", () => {
  it("sets what it needs when a client is given it, and later leaves it alone", () => {
    expect(faults({})).toEqual([]);
    expect(settingsOfProfile(fapi2, "default")).toEqual({
      requirePar: true,
      requireDpop: true,
      idTokenSignedResponseAlg: "ES256",
    });
    for (const settings of [settingsOfProfile({}), settingsOfProfile(fapi2, "fapi2")])
      expect(settings).toEqual({});
  });

  it.each<[string, Partial<NewClient>]>([
    ["/token_endpoint_auth_method", { tokenEndpointAuthMethod: "client_secret_basic" }],
    ["/token_endpoint_auth_method", { tokenEndpointAuthMethod: "none" }],
    ["/grant_types", { grantTypes: ["authorization_code", "password"] }],
    ["/grant_types", { grantTypes: ["authorization_code", deviceGrantType] }],
    ["/pkce", { pkce: "nonce" }],
    ["/require_par", { requirePar: false }],
    ["/require_dpop", { requireDpop: false }],
    ["/assertion_audience", { assertionAudience: "token_endpoint" }],
    ["/id_token_signed_response_alg", { idTokenSignedResponseAlg: "RS256" }],
    ["/redirect_uris", { redirectUris: ["https://app.example.com/callback", "http://127.0.0.1/cb"] }],
  ])("does not allow, at %s: %o [fapi2-1]", (pointer, changes) => {
    expect(faults(changes)).toEqual([expect.stringContaining(`${pointer} profile fapi2 allows `)]);
    expect(faults({ ...changes, profile: "default" })).toEqual([]);
  });

  it("does without RS256, for assertions and for ID tokens [fapi2-2]", () => {
    expect(signaturesOf(plainClient(fapi2))).toEqual(["PS256", "ES256", "EdDSA"]);
    expect(signaturesOf(plainClient())).toContain("RS256");
  });
});
