/** Keys that clients and other issuers hold, and what they sign with them. */
import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import type { SigningAlgorithm } from "@regrant/shared";
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import type { TestServer } from "./server.js";
import type { Parameters } from "./token-requests.js";

export interface HeldKey {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: Readonly<Record<string, unknown>>;
}

const pairOf = (alg: SigningAlgorithm) => {
  if (alg === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  return alg === "EdDSA"
    ? generateKeyPairSync("ed25519")
    : generateKeyPairSync("rsa", { modulusLength: 2048 });
};

export function heldKey(alg: SigningAlgorithm = "ES256", kid: string = randomUUID()): HeldKey {
  const { privateKey, publicKey } = pairOf(alg);
  return {
    alg,
    kid,
    privateKey,
    publicJwk: { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" },
  };
}

export const keySet = (...keys: readonly HeldKey[]) => ({ keys: keys.map(({ publicJwk }) => publicJwk) });

/** Members that are undefined are left out. */
export function signed(
  { alg, kid, privateKey }: HeldKey,
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const protectedHeader = JSON.parse(JSON.stringify({ alg, kid, ...header })) as JWTHeaderParameters;
  return new SignJWT(JSON.parse(JSON.stringify(claims))).setProtectedHeader(protectedHeader).sign(privateKey);
}

/** The parameters that authenticate a client once (RFC 7523 §2.2). */
export async function clientAssertion(
  { context }: TestServer,
  clientId: string,
  key: HeldKey,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Parameters> {
  const at = Math.floor(context.now() / 1000);
  const { issuer: aud } = context.config;
  const claims = { iss: clientId, sub: clientId, aud, jti: randomUUID(), iat: at, exp: at + 60, ...changes };
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await signed(key, claims),
  };
}
