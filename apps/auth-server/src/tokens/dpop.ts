/**
 * DPoP at this server: which key a request proves that it holds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449
 */
import { createNonces, createProofCheck } from "@regrant/verifier/dpop";
import type { Secrets } from "../secrets.js";

/** Why a request without a proof is refused. */
export const needsProof = (whose: "client" | "resource"): string =>
  `Access tokens of this ${whose} are always bound to a key: send a DPoP proof.`;

/** The parts of a node:http request that are read. */
export interface ProvingRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<NodeJS.Dict<string | string[]>>;
}

export interface Dpop {
  /**
   * The thumbprint of the key that the request proves; null if it has no proof. A proof is good once.
   *
   * @param token what the proof has to name, and the key that it has to be of, if the request has an access token
   * @throws {OAuthError} invalid_dpop_proof, use_dpop_nonce
   */
  keyOf(request: ProvingRequest, token?: BoundToken): string | null;
  /** For the header DPoP-Nonce; null if there are none. */
  nonce(): string | null;
}

interface BoundToken {
  readonly accessToken: string;
  readonly jkt: string;
}

interface Settings {
  readonly issuer: string;
  /** Seconds after which there is a new one; 0: none. */
  readonly dpopNonceSeconds: number;
}

/** @param now milliseconds since 1970 */
export function createDpop(
  { issuer, dpopNonceSeconds }: Settings,
  secrets: Secrets,
  now: () => number,
): Dpop {
  // Anybody may send proofs of any number of keys to the token endpoint, and so push out those that go with tokens: they are kept
  // apart. A replay there is useless without the key's code or refresh token, so fewer are remembered.
  const proofs = createProofCheck({ now, maxReplays: 20_000 });
  const proofsOfTokens = createProofCheck({ now });
  const sources =
    dpopNonceSeconds === 0
      ? []
      : secrets.map(({ dpopNonce }) => createNonces({ secret: dpopNonce, seconds: dpopNonceSeconds, now }));
  const nonces = () => sources.flatMap((noncesOf) => noncesOf());
  return {
    keyOf({ method = "", url = "", headers: { dpop } }, token) {
      if (dpop === undefined) return null;
      const { jkt } = (token === undefined ? proofs : proofsOfTokens).check(dpop, {
        method,
        // Never by the Host header, which is the client's word.
        url: issuer + url.split("?", 1)[0],
        ...token,
        nonces: nonces(),
      });
      return jkt;
    },
    nonce: () => sources[0]?.()[0] ?? null,
  };
}
