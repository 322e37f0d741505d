/**
 * What a client with `profile: fapi2` does differently, and may not be registered with. Whatever else the profile demands holds for
 * every client: PKCE with S256, `iss`, codes of 60 seconds that are used once, redirects by 303, request URIs of 90 seconds.
 *
 * @see https://openid.net/specs/fapi-security-profile-2_0-final.html
 */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import type { Fault } from "../administration/faults.js";
import { deviceGrantType } from "./grant-types.js";
import type { ClientSettings } from "./settings.js";

type Profiled = Pick<ClientSettings, "profile">;

/** Its assertions name the issuer as `aud`, in a string (§5.3.2.1). */
export const isFapi2 = ({ profile }: Profiled): boolean => profile === "fapi2";

/**
 * Its refresh tokens stay the same (§5.3.2.1): a thief of one would need the client's keys too, and a client that lost its successor
 * would have to send its user through a sign-in again.
 */
export const keepsRefreshToken = (client: Profiled): boolean => isFapi2(client);

/** Its requests say where to answer, even where that is the only place (§5.3.2.2). */
export const namesRedirectUri = (client: Profiled): boolean => isFapi2(client);

/** What may sign the client's assertions and its ID tokens (§5.4.1). */
export const signaturesOf = (client: Profiled): readonly SigningAlgorithm[] =>
  isFapi2(client) ? signingAlgorithms.filter((alg) => alg !== "RS256") : signingAlgorithms;

/** What RS256 may not stand in for, while a new key waits for its verifiers. */
export const algorithmsOwedTo = (
  client: Pick<ClientSettings, "profile" | "idTokenSignedResponseAlg"> & {
    readonly resources: readonly { readonly signingAlg: SigningAlgorithm }[];
  },
): readonly SigningAlgorithm[] =>
  isFapi2(client)
    ? [client.idTokenSignedResponseAlg, ...client.resources.map(({ signingAlg }) => signingAlg)]
    : [];

/** What the profile sets, when a client is given it, where the operator says nothing else. */
export const settingsOfProfile = ({ profile }: Partial<Profiled>, before?: ClientSettings["profile"]) =>
  profile === "fapi2" && profile !== before
    ? ({ requirePar: true, requireDpop: true, idTokenSignedResponseAlg: "ES256" } as const)
    : {};

/** What contradicts the profile; nothing for any other client. */
export function faultsOfProfile(
  client: ClientSettings & { readonly tokenEndpointAuthMethod: string },
): Fault[] {
  if (!isFapi2(client)) return [];
  const { grantTypes, redirectUris, tokenEndpointAuthMethod: method, idTokenSignedResponseAlg: alg } = client;
  const rules: readonly (readonly [member: string, holds: boolean, what: string])[] = [
    ["token_endpoint_auth_method", method === "private_key_jwt", "private_key_jwt (section 5.3.2.1)"],
    [
      "grant_types",
      !grantTypes.includes("password") && !grantTypes.includes(deviceGrantType),
      "grants other than password (section 5.3.2.1) and device_code, which goes past PAR",
    ],
    ["pkce", client.pkce === "required", "required (section 5.3.2.2)"],
    ["require_par", client.requirePar, "true (section 5.3.2.2)"],
    ["require_dpop", client.requireDpop, "true (section 5.3.2.1)"],
    ["assertion_audience", client.assertionAudience === "issuer", "issuer (section 5.3.2.1)"],
    [
      "id_token_signed_response_alg",
      signaturesOf(client).includes(alg),
      `${signaturesOf(client).join(", ")} (section 5.4.1)`,
    ],
    ["redirect_uris", redirectUris.every((uri) => uri.startsWith("https:")), "https (section 5.3.2.2)"],
  ];
  return rules.flatMap(([member, holds, what]) =>
    holds
      ? []
      : [{ pointer: `/${member}`, message: (name) => `${name("profile")} fapi2 allows only ${what}` }],
  );
}
