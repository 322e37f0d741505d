/** The keys that one replica holds in memory: the one that signs, and all that are published. */
import { type KeyObject, sign } from "node:crypto";
import { type AccessTokenHeader, type JwkSet, OAuthError } from "@regrant/shared";
import type { Keys } from "../secrets.js";
import type { SigningKey } from "../store/signing-keys.js";
import type { KeyState } from "./life-cycle.js";
import { openKey } from "./signing-key.js";

/** The active key, decrypted, with the header shared by all its tokens. */
export interface ActiveKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The JOSE header in base64url. */
  readonly header: string;
}

export class KeyRing {
  #active: ActiveKey | null = null;
  #stored: readonly SigningKey[] = [];

  /**
   * Load the keys stored in the database. A key is decrypted once, when it becomes active.
   *
   * @throws {Error} if the active key cannot be decrypted with `SECRETS`; the ring then keeps its previous key,
   * unless that is no longer stored: a revoked key must never sign or be published again
   */
  load(keys: Keys, stored: readonly SigningKey[]): void {
    const row = stored.find(({ state }) => state === "active");
    if (!stored.some(({ kid }) => kid === this.#active?.kid)) this.#active = null;
    this.#stored = stored;
    if (row === undefined) this.#active = null;
    else if (row.kid !== this.#active?.kid) this.#active = open(keys, row);
  }

  /** @throws {OAuthError} temporarily_unavailable while there is none */
  get active(): ActiveKey {
    if (this.#active !== null) return this.#active;
    throw new OAuthError("temporarily_unavailable", "There is no active signing key yet.", {
      reason: "signing_key_unavailable",
      headers: { "retry-after": "5" },
    });
  }

  get ready(): boolean {
    return this.#active !== null;
  }

  /** All keys that verifiers may encounter: staged, active and retired. */
  get jwks(): JwkSet {
    return { keys: this.#stored.map(({ publicJwk }) => publicJwk) };
  }

  /** The published keys with their times. */
  get states(): readonly KeyState[] {
    return this.#stored;
  }
}

function open(keys: Keys, row: SigningKey): ActiveKey {
  const header: AccessTokenHeader = { typ: "at+jwt", alg: "RS256", kid: row.kid };
  return {
    kid: row.kid,
    privateKey: openKey(keys, row.kid, row),
    header: Buffer.from(JSON.stringify(header)).toString("base64url"),
  };
}

/** Sign a compact JWS with RS256, on the thread pool, without blocking the event loop (RFC 7515 §3.1). */
export function signJws(key: ActiveKey, payload: string): Promise<string> {
  const input = `${key.header}.${Buffer.from(payload).toString("base64url")}`;
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(input, "latin1"), key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString("base64url")}`);
    });
  });
}
