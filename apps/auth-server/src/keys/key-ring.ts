/** The keys as one replica holds them in memory: one that signs, all that are published. */
import { type KeyObject, sign } from "node:crypto";
import { type AccessTokenHeader, type JwkSet, OAuthError } from "@regrant/shared";
import type { Secrets } from "../secrets.js";
import type { SigningKey } from "../store/signing-keys.js";
import type { KeyState } from "./life-cycle.js";
import { openKey } from "./signing-key.js";

/** The active key, opened, with the header that each of its tokens starts with. */
export interface ActiveKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** base64url of the JOSE header. */
  readonly header: string;
}

export class KeyRing {
  #active: ActiveKey | null = null;
  #stored: readonly SigningKey[] = [];

  /**
   * Take over what the database holds. A key is decrypted once, when it becomes active.
   *
   * @throws {Error} where the active key does not open under `SECRETS`; the ring goes on with the key that it has,
   * unless that is no longer stored: a revoked key neither signs nor is published, whatever comes after it
   */
  load(secrets: Secrets, stored: readonly SigningKey[]): void {
    const row = stored.find(({ state }) => state === "active");
    if (!stored.some(({ kid }) => kid === this.#active?.kid)) this.#active = null;
    this.#stored = stored;
    if (row === undefined) this.#active = null;
    else if (row.kid !== this.#active?.kid) this.#active = open(secrets, row);
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

  /** Everything that verifiers may meet: staged, active and retired. */
  get jwks(): JwkSet {
    return { keys: this.#stored.map(({ publicJwk }) => publicJwk) };
  }

  /** What is published, with its times. */
  get states(): readonly KeyState[] {
    return this.#stored;
  }
}

function open(secrets: Secrets, row: SigningKey): ActiveKey {
  const header: AccessTokenHeader = { typ: "at+jwt", alg: "RS256", kid: row.kid };
  return {
    kid: row.kid,
    privateKey: openKey(secrets, row.kid, row),
    header: Buffer.from(JSON.stringify(header)).toString("base64url"),
  };
}

/** Sign a compact JWS, RS256, on the thread pool: the event loop goes on meanwhile (RFC 7515 §3.1). */
export function signJws(key: ActiveKey, payload: string): Promise<string> {
  const input = `${key.header}.${Buffer.from(payload).toString("base64url")}`;
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(input, "latin1"), key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString("base64url")}`);
    });
  });
}
