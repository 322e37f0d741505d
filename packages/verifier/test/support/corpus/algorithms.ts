/** Attacks on `alg` (RFC 8725 §2.1, §3.1): only RS256 with the issuer's key is accepted, whatever the header says. */
import { constants, createHmac, generateKeyPairSync, sign as signBytesWith } from "node:crypto";
import {
  type CorpusToken,
  key,
  type Members,
  otherKey,
  show,
  sign,
  type World,
  withSignature,
} from "./token.js";

const spki = key.publicKey.export({ type: "spki", format: "pem" });
const pkcs1 = key.publicKey.export({ type: "pkcs1", format: "pem" });
const der = key.publicKey.export({ type: "spki", format: "der" });
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });

const hmac = (secret: string | Buffer) => (input: string) =>
  createHmac("sha256", secret).update(input).digest();
const rsa = (hash: string, padding: number) => (input: string) =>
  signBytesWith(hash, Buffer.from(input), { key: key.privateKey, padding });
const ecdsa = (input: string) =>
  signBytesWith("sha256", Buffer.from(input), { key: elliptic.privateKey, dsaEncoding: "ieee-p1363" });

const forged = (
  name: string,
  header: Members,
  signature: (input: string) => Buffer | string,
): CorpusToken => ({
  name,
  expected: "token_alg",
  make: (world: World) => withSignature(world, header, signature),
});

export const algorithms: readonly CorpusToken[] = [
  ...["none", "None", "NONE", "nOnE", "none "].map((alg) =>
    forged(`alg ${show(alg)}, no signature`, { alg }, () => ""),
  ),
  forged("alg none, a signature of RS256", { alg: "none" }, rsa("sha256", constants.RSA_PKCS1_PADDING)),
  forged("HS256 with the public key as PEM (SPKI)", { alg: "HS256" }, hmac(spki)),
  forged("HS256 with the public key as PEM (PKCS #1)", { alg: "HS256" }, hmac(pkcs1)),
  forged("HS256 with the public key as DER", { alg: "HS256" }, hmac(der)),
  forged("HS256 with the modulus", { alg: "HS256" }, hmac(Buffer.from(String(key.jwk.n), "base64url"))),
  forged("HS256 with an empty secret, kid /dev/null", { alg: "HS256", kid: "/dev/null" }, hmac("")),
  forged(
    "RS384, signed so by the issuer's key",
    { alg: "RS384" },
    rsa("sha384", constants.RSA_PKCS1_PADDING),
  ),
  forged(
    "RS512, signed so by the issuer's key",
    { alg: "RS512" },
    rsa("sha512", constants.RSA_PKCS1_PADDING),
  ),
  forged(
    "PS256, signed so by the issuer's key",
    { alg: "PS256" },
    rsa("sha256", constants.RSA_PKCS1_PSS_PADDING),
  ),
  forged("ES256 under the kid of an RSA key", { alg: "ES256" }, ecdsa),
  forged(
    "ES256 with its own jwk",
    { alg: "ES256", jwk: elliptic.publicKey.export({ format: "jwk" }) },
    ecdsa,
  ),
  ...[undefined, "", "rs256", "RS256 ", ["RS256"], null, 256].map(
    (alg): CorpusToken => ({
      name: `alg ${show(alg)}`,
      expected: "token_alg",
      make: (world) => sign(world, { header: { alg } }),
    }),
  ),
  {
    name: "RS256 header over a PS256 signature",
    expected: "token_signature",
    make: (world) => withSignature(world, {}, rsa("sha256", constants.RSA_PKCS1_PSS_PADDING)),
  },
  {
    name: "RS256 header over a SHA-1 signature",
    expected: "token_signature",
    make: (world) => withSignature(world, {}, rsa("sha1", constants.RSA_PKCS1_PADDING)),
  },
  {
    name: "another key's signature under the issuer's kid",
    expected: "token_signature",
    make: (world) => sign(world, { by: otherKey }),
  },
];
