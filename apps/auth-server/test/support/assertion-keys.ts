/** Keys that clients and other issuers hold, and what they sign with them. */
import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import type { SigningAlgorithm } from "@regrant/shared";
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";

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
