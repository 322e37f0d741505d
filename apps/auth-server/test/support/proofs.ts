/** Clients' keys, and proofs of them (RFC 9449 §4.2), good or with changes. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { issuer } from "./authorization.js";
import type { TestServer } from "./server.js";

export interface ClientKey {
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly jkt: string;
  readonly privateKey: KeyObject;
}

export function newKey(): ClientKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { crv, kty, x, y } = publicKey.export({ format: "jwk" });
  const jkt = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
  return { jwk: { crv, kty, x, y }, jkt, privateKey };
}

/** Members to replace; undefined removes one. */
export interface ProofChanges {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A proof for the token endpoint, by the server's clock. */
export function proofBy(
  { context }: TestServer,
  { jwk, privateKey }: ClientKey,
  { header, claims }: ProofChanges = {},
): string {
  const parts = [
    { typ: "dpop+jwt", alg: "ES256", jwk, ...header },
    {
      jti: randomUUID(),
      htm: "POST",
      htu: `${issuer}/oauth2/token`,
      iat: Math.floor(context.now() / 1000),
      ...claims,
    },
  ];
  const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}

/** For a request to an API with this token (§7). */
export const proofForApi = (
  server: TestServer,
  key: ClientKey,
  [htm, path]: readonly [method: string, path: string],
  token: string,
  claims: ProofChanges["claims"] = {},
): string =>
  proofBy(server, key, {
    claims: {
      htm,
      htu: `${issuer}${path}`,
      ath: createHash("sha256").update(token).digest("base64url"),
      ...claims,
    },
  });
