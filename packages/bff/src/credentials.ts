/** What a request to an API carries: the access token and, where it is bound to a key, a proof of that (RFC 9449 §7). */
import { generateProof } from "dpop";
import type { HeaderFields } from "./refusal.js";
import type { Session } from "./session-cookie.js";
import type { KeyPairs } from "./session-keys.js";

export interface Credentials {
  /** The headers that go with a request to this URL. */
  of(session: Session, method: string, url: URL): Promise<Record<string, string>>;
  /** Keeps the nonce of an API's answer. */
  learn(origin: string, headers: HeaderFields): void;
}

export function createCredentials(pairOf: KeyPairs): Credentials {
  /** By origin, which are as many as the routes' targets. */
  const nonces = new Map<string, string>();
  return {
    async of({ accessToken, key }, method, { origin, pathname }) {
      if (key === undefined) return { authorization: `Bearer ${accessToken}` };
      const pair = await pairOf(key);
      const dpop = await generateProof(pair, origin + pathname, method, nonces.get(origin), accessToken);
      return { authorization: `DPoP ${accessToken}`, dpop };
    },
    learn(origin, headers) {
      const [nonce] = [headers["dpop-nonce"]].flat();
      if (nonce !== undefined) nonces.set(origin, nonce);
    },
  };
}
