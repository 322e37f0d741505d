/** The only place that signs anything (RFC 7515 §5.1). */
import { type KeyObject, sign } from "node:crypto";

/** The active key, decrypted. */
export interface ActiveKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The JOSE header for this `typ`, in base64url. */
  header(typ: string): string;
}

/** Each header is made once, because all tokens share the same few. */
export function createActiveKey(kid: string, privateKey: KeyObject): ActiveKey {
  const headers = new Map<string, string>();
  return {
    kid,
    privateKey,
    header(typ) {
      const made = headers.get(typ) ?? base64url(JSON.stringify({ typ, alg: "RS256", kid }));
      headers.set(typ, made);
      return made;
    },
  };
}

/** Sign claims as a compact JWS with RS256, on the thread pool, without blocking the event loop. */
export function signJws(key: ActiveKey, typ: string, payload: object): Promise<string> {
  const input = `${key.header(typ)}.${base64url(JSON.stringify(payload))}`;
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(input, "latin1"), key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString("base64url")}`);
    });
  });
}

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
