/** The only place that signs anything (RFC 7515 §5.1). */
import { constants, type KeyObject, type SignKeyObjectInput, sign } from "node:crypto";
import type { SigningAlgorithm } from "@regrant/shared";

/** An active key, decrypted. */
export interface ActiveKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
  /** The JOSE header for this `typ`, in base64url. */
  header(typ: string): string;
}

/** Each header is made once, because all tokens share the same few. */
export function createActiveKey(kid: string, alg: SigningAlgorithm, privateKey: KeyObject): ActiveKey {
  const headers = new Map<string, string>();
  return {
    kid,
    alg,
    privateKey,
    header(typ) {
      const made = headers.get(typ) ?? base64url(JSON.stringify({ typ, alg, kid }));
      headers.set(typ, made);
      return made;
    },
  };
}

interface Signature {
  /** Null: the algorithm has its own (RFC 8032 §5.1). */
  readonly digest: "sha256" | null;
  readonly options?: Omit<SignKeyObjectInput, "key">;
  /** RSA would hold up the event loop. Handing one of the others over takes the main thread as long as the signature would (ADR 0006). */
  readonly onThreadPool: boolean;
}

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.1 @see https://www.rfc-editor.org/rfc/rfc8037#section-3.1 */
const signatures: Readonly<Record<SigningAlgorithm, Signature>> = {
  RS256: { digest: "sha256", onThreadPool: true },
  PS256: {
    digest: "sha256",
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    onThreadPool: true,
  },
  ES256: { digest: "sha256", options: { dsaEncoding: "ieee-p1363" }, onThreadPool: false },
  EdDSA: { digest: null, onThreadPool: false },
};

/** Sign claims as a compact JWS, with the key's algorithm. */
export async function signJws(key: ActiveKey, typ: string, payload: object): Promise<string> {
  const input = `${key.header(typ)}.${base64url(JSON.stringify(payload))}`;
  const bytes = Buffer.from(input, "latin1");
  const { digest, options, onThreadPool } = signatures[key.alg];
  const by = { ...options, key: key.privateKey };
  const signature = onThreadPool ? await signOnThreadPool(digest, bytes, by) : sign(digest, bytes, by);
  return `${input}.${signature.toString("base64url")}`;
}

const signOnThreadPool = (digest: string | null, bytes: Buffer, by: SignKeyObjectInput): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    sign(digest, bytes, by, (error, signature) => (error ? reject(error) : resolve(signature))),
  );

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
