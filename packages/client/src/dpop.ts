/**
 * DPoP: tokens that are worth nothing without a key, which no script can read, and a proof of it with each request.
 *
 * A module of its own, so that bundlers leave it out of apps that do not use it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449
 */
import * as oauth from "oauth4webapi";
import { type FindKey, inMemory, type KeyPair, onDevice } from "./dpop-keys.js";
import type { Proofs } from "./proofs.js";
import { hasTabs } from "./surroundings.js";

/** What `dpopKey()` returns. */
export type DpopKey = (clientName: string) => Proofs;

/**
 * The key for the option `dpop`. In a page it is made once, not extractable, and kept in IndexedDB for all tabs; elsewhere it is kept
 * in memory, and clients that are given the same `DpopKey` share it.
 *
 * @param keyPair for ES256, PS256, RS256 or Ed25519, if the app keeps the key itself; the public key must be extractable
 * @throws TypeError if it is not such a pair
 * @see https://www.rfc-editor.org/rfc/rfc9449
 */
export function dpopKey(keyPair?: KeyPair): DpopKey {
  // Checks the pair.
  if (keyPair !== undefined) oauth.DPoP({}, keyPair);
  const elsewhere = inMemory(keyPair);
  return (clientName) => prove(keyPair === undefined && hasTabs() ? onDevice(clientName) : elsewhere);
}

/** With a smaller difference, the clock is not why the server refuses the proof. */
const clockIsOffMs = 5_000;

function prove(findKey: FindKey): Proofs {
  let handle: Promise<oauth.DPoPHandle> | null = null;
  /** How far this clock is behind the server's. */
  let behindMs = 0;

  async function open(): Promise<oauth.DPoPHandle> {
    return oauth.DPoP({}, await findKey(), {
      [oauth.modifyAssertion](_header, payload) {
        payload.iat = Math.floor((Date.now() + behindMs) / 1_000);
      },
    });
  }
  /** It remembers each origin's nonce. */
  const opened = () => {
    handle ??= open().catch((error: unknown) => {
      handle = null;
      throw error;
    });
    return handle;
  };

  /** Sets the clock by an answer. @returns whether it was wrong */
  function setClock({ headers }: Response): boolean {
    const at = Date.parse(headers.get("date") ?? "");
    const isOff = Math.abs(at - Date.now() - behindMs) > clockIsOffMs;
    if (isOff) behindMs = at - Date.now();
    return isOff;
  }

  return {
    tokenType: "dpop",
    async thumbprint() {
      // Somebody may have cleared the site's data, and the next page is to find the key.
      handle = null;
      return (await opened()).calculateThumbprint();
    },
    forget() {
      handle = null;
    },
    async send(request, beforeRepeat) {
      const options = { DPoP: await opened() };
      const tried = new Set<string>();
      for (;;) {
        try {
          return await request(options);
        } catch (error) {
          const refused = refusalOf(error);
          if (refused === null || tried.has(refused.error)) throw error;
          tried.add(refused.error);
          if (refused.error === "invalid_dpop_proof" && !setClock(refused.response)) throw error;
          beforeRepeat?.();
          await refused.response.body?.cancel().catch(() => undefined);
        }
      }
    },
  };
}

interface ProofRefusal {
  readonly error: "use_dpop_nonce" | "invalid_dpop_proof";
  readonly response: Response;
}

/** Of the token endpoint (§8) or of an API (§7.1, §9). Null if something else was wrong. */
function refusalOf(error: unknown): ProofRefusal | null {
  // Errors of this client have oauth4webapi's as their cause.
  const refused = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (refused instanceof oauth.ResponseBodyError) return asRefusal(refused.error, refused.response);
  if (refused instanceof oauth.WWWAuthenticateChallengeError) {
    const challenge = refused.cause.find(({ scheme }) => scheme === "dpop");
    return asRefusal(challenge?.parameters.error, refused.response);
  }
  return null;
}

const asRefusal = (error: string | undefined, response: Response): ProofRefusal | null =>
  error === "use_dpop_nonce" || error === "invalid_dpop_proof" ? { error, response } : null;
