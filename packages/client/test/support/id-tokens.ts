/** The test server's ID tokens (OpenID Connect Core 1.0 §2). */
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";

/** A sign-in or, without a nonce, a refresh. */
export interface SignedIn {
  readonly issuer: string;
  readonly subject: string;
  readonly nonce: string | null;
}

const key = await generateKeyPair("RS256");
const otherKey = await generateKeyPair("RS256");

export const jwks = { keys: [{ ...(await exportJWK(key.publicKey)), kid: "1", alg: "RS256", use: "sig" }] };

const now = () => Math.floor(Date.now() / 1_000);

const claimsOf = ({ issuer, subject, nonce }: SignedIn): JWTPayload => ({
  iss: issuer,
  sub: subject,
  aud: "app",
  exp: now() + 600,
  iat: now(),
  auth_time: now() - 5,
  amr: ["pwd"],
  name: "Ada",
  ...(nonce !== null && { nonce }),
});

type Changes = Readonly<Record<string, unknown>>;

/** A member set to undefined is left out. */
const signWith =
  (privateKey: CryptoKey) =>
  (idToken: SignedIn, claims: Changes = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> =>
    new SignJWT({ ...claimsOf(idToken), ...claims })
      .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: "1", ...header })
      .sign(privateKey);

export const signIdToken = signWith(key.privateKey);
/** Under the published key's `kid`. */
export const forgeIdToken = signWith(otherKey.privateKey);

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

export const unsignedIdToken = (idToken: SignedIn): string =>
  `${base64url({ typ: "JWT", alg: "none" })}.${base64url(claimsOf(idToken))}.`;
