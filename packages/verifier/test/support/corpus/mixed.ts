/** Attacks on a verifier of several algorithms: a key decides which is its own, never the token (RFC 8725 §3.1). */
import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytesWith } from "node:crypto";
import type { SigningAlgorithm } from "@regrant/shared";
import { createSigningKey, type SigningKey, signatureOf } from "../issuer.js";
import {
  type CorpusToken,
  key,
  type Members,
  signBy,
  type Verdict,
  type World,
  withSignature,
} from "./token.js";

/** The issuer's keys, one for each algorithm. */
const keys: Readonly<Record<SigningAlgorithm, SigningKey>> = {
  RS256: key,
  PS256: createSigningKey("PS256"),
  ES256: createSigningKey("ES256"),
  EdDSA: createSigningKey("EdDSA"),
};
const names = Object.keys(keys) as SigningAlgorithm[];
const unnamed = createSigningKey("RS256");

/** Keys that no token may be signed with, published beside the others. */
const odd = {
  p384: generateKeyPairSync("ec", { namedCurve: "P-384" }),
  secp256k1: generateKeyPairSync("ec", { namedCurve: "secp256k1" }),
  mislabelled: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ed448: generateKeyPairSync("ed448"),
  rsaForEs256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ecForRs256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  encryption: generateKeyPairSync("ec", { namedCurve: "P-256" }),
};
const oddKid = (name: keyof typeof odd): string => `odd-${name}`;
const oddJwk = (name: keyof typeof odd, members: Members): Members => ({
  ...odd[name].publicKey.export({ format: "jwk" }),
  kid: oddKid(name),
  use: "sig",
  ...members,
});

export const publishedKeys: readonly Members[] = [
  oddJwk("p384", { alg: "ES256" }),
  oddJwk("secp256k1", { alg: "ES256" }),
  oddJwk("mislabelled", { crv: "P-384", alg: "ES256" }),
  oddJwk("ed448", { alg: "EdDSA" }),
  oddJwk("rsaForEs256", { alg: "ES256" }),
  oddJwk("ecForRs256", { alg: "RS256" }),
  oddJwk("encryption", { alg: "ES256", use: "enc" }),
  ...names.map((alg) => keys[alg].jwk),
  { ...unnamed.jwk, alg: undefined },
];

type Sign = (input: string) => Buffer | string;

const forged = (
  name: string,
  expected: Verdict,
  header: Members,
  signature: Sign,
  because?: string,
): CorpusToken => ({
  name,
  expected,
  make: (world: World) => withSignature(world, header, signature),
  ...(because !== undefined && { because }),
});

const ecdsa = (privateKey: KeyObject) => (input: string) =>
  signBytesWith("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
const hmac = (secret: string | Buffer) => (input: string) =>
  createHmac("sha256", secret).update(input).digest();
const coordinate = (alg: SigningAlgorithm) => Buffer.from(String(keys[alg].jwk.x), "base64url");
const pemOf = (alg: SigningAlgorithm) => keys[alg].publicKey.export({ type: "spki", format: "pem" });

const headerOf = (alg: SigningAlgorithm): Members => ({ alg, kid: keys[alg].kid });

const whyOwn =
  "The issuer has said what the key is for (`alg`, RFC 7517 §4.4), and one key is safe with one algorithm only (RFC 8725 §3.2).";
const whyUnknown = "The library knows fewer algorithms.";
const whyUsable =
  "The published key contradicts itself or is not for signatures, so it is ignored (RFC 7517 §4.2, §4.4, §5; RFC 7518 §3.4: ES256 is P-256).";
const whyOneSpelling =
  "A signature of ES256 is 64 bytes, R and S side by side (RFC 7518 §3.4): DER is another spelling of the same.";

/** Of each algorithm, under the kid of every other key. */
const confusions = names.flatMap((alg) =>
  names
    .filter((other) => other !== alg)
    .map((other) => {
      const canSign = (alg === "RS256" || alg === "PS256") && (other === "RS256" || other === "PS256");
      const signer = canSign ? keys[other] : keys[alg];
      const name = canSign
        ? `${alg}, signed so by the issuer's key for ${other}`
        : `${alg} under the kid of the key for ${other}`;
      return forged(
        name,
        "token_alg",
        { alg, kid: keys[other].kid },
        (input) => signatureOf(signer, input, alg),
        whyOwn,
      );
    }),
);

const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
const edOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
const toBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const toNumber = (bytes: Buffer) => BigInt(`0x${bytes.toString("hex")}`);

const es256 = (change: (r: Buffer, s: Buffer) => readonly Uint8Array[]) => (input: string) => {
  const signature = signatureOf(keys.ES256, input);
  return Buffer.concat(change(signature.subarray(0, 32), signature.subarray(32)));
};
const eddsa = (change: (r: Buffer, s: Buffer) => readonly Uint8Array[]) => (input: string) => {
  const signature = signatureOf(keys.EdDSA, input);
  return Buffer.concat(change(signature.subarray(0, 32), signature.subarray(32)));
};

/** S is little-endian (RFC 8032 §5.1.6). */
const plusOrder = (s: Buffer) => toBytes(toNumber(Buffer.from(s).reverse()) + edOrder).reverse();
const zeros = Buffer.alloc(32);

const ofEs256: readonly [name: string, Sign][] = [
  ["as DER", (input) => signBytesWith("sha256", Buffer.from(input), keys.ES256.privateKey)],
  ["with R and S zero", () => Buffer.alloc(64)],
  ["with R and S the order", () => Buffer.concat([toBytes(order), toBytes(order)])],
  ["with R zero", es256((_r, s) => [zeros, s])],
  ["with S plus the order", es256((r, s) => [r, toBytes(toNumber(s) + order).subarray(-32)])],
  ["with a byte too many", es256((r, s) => [r, s, zeros.subarray(31)])],
  ["with zeros before R and S", es256((r, s) => [zeros.subarray(31), r, zeros.subarray(31), s])],
  ["without its last byte", es256((r, s) => [r, s.subarray(0, 31)])],
  ["with S before R", es256((r, s) => [s, r])],
];
const ofEdDsa: readonly [name: string, Sign][] = [
  ["with S plus the order", eddsa((r, s) => [r, plusOrder(s)])],
  ["with a byte too many", eddsa((r, s) => [r, s, zeros.subarray(31)])],
  ["without its last byte", eddsa((r, s) => [r, s.subarray(0, 31)])],
  ["all zeros", () => Buffer.alloc(64)],
  ["of the hash of the input", (input) => signBytesWith(null, hmac("")(input), keys.EdDSA.privateKey)],
];

export const mixed: readonly CorpusToken[] = [
  ...names.map(
    (alg): CorpusToken => ({
      name: `a good token, signed with ${alg}`,
      expected: "admitted",
      make: (world) => signBy(world, keys[alg]),
      because: whyUnknown,
    }),
  ),
  ...confusions,
  ...names.map((alg) =>
    forged(
      `alg none under the kid of the key for ${alg}`,
      "token_alg",
      { ...headerOf(alg), alg: "none" },
      () => "",
    ),
  ),
  ...(["ES256", "EdDSA"] as const).flatMap((alg) => [
    forged(
      `HS256 with the public key for ${alg} as PEM`,
      "token_alg",
      { ...headerOf(alg), alg: "HS256" },
      hmac(pemOf(alg)),
    ),
    forged(
      `HS256 with x of the key for ${alg}`,
      "token_alg",
      { ...headerOf(alg), alg: "HS256" },
      hmac(coordinate(alg)),
    ),
  ]),
  forged("ES384, signed with the P-256 key", "token_alg", { ...headerOf("ES256"), alg: "ES384" }, (input) =>
    signBytesWith("sha384", Buffer.from(input), { key: keys.ES256.privateKey, dsaEncoding: "ieee-p1363" }),
  ),
  forged(
    "RS256 header over a PS256 signature of the key for RS256",
    "token_signature",
    headerOf("RS256"),
    (input) => signatureOf(keys.RS256, input, "PS256"),
  ),
  forged(
    "PS256 header over an RS256 signature of the key for PS256",
    "token_signature",
    headerOf("PS256"),
    (input) => signatureOf(keys.PS256, input, "RS256"),
  ),
  ...ofEs256.map(([name, signature]) =>
    forged(`a signature of ES256 ${name}`, "token_signature", headerOf("ES256"), signature, whyOneSpelling),
  ),
  forged(
    "a signature of ES256 with S negated",
    "admitted",
    headerOf("ES256"),
    es256((r, s) => [r, toBytes(order - toNumber(s))]),
    "ECDSA has two signatures for each, and RFC 7518 §3.4 accepts both: nothing here may be keyed by a signature.",
  ),
  ...ofEdDsa.map(([name, signature]) =>
    forged(
      `a signature of EdDSA ${name}`,
      "token_signature",
      headerOf("EdDSA"),
      signature,
      "RFC 8032 §5.1.7 refuses an S that is not below the order.",
    ),
  ),
  forged(
    "ES256 by a published key on P-384",
    "token_kid_unknown",
    { alg: "ES256", kid: oddKid("p384") },
    ecdsa(odd.p384.privateKey),
    whyUsable,
  ),
  forged(
    "ES256 by a published key on secp256k1",
    "token_kid_unknown",
    { alg: "ES256", kid: oddKid("secp256k1") },
    ecdsa(odd.secp256k1.privateKey),
    whyUsable,
  ),
  forged(
    "ES256 by a published key on P-256 that says P-384",
    "token_kid_unknown",
    { alg: "ES256", kid: oddKid("mislabelled") },
    ecdsa(odd.mislabelled.privateKey),
    whyUsable,
  ),
  forged(
    "EdDSA by a published key on Ed448",
    "token_kid_unknown",
    { alg: "EdDSA", kid: oddKid("ed448") },
    (input) => signBytesWith(null, Buffer.from(input), odd.ed448.privateKey),
    whyUsable,
  ),
  forged(
    "RS256 by a published RSA key for ES256",
    "token_kid_unknown",
    { alg: "RS256", kid: oddKid("rsaForEs256") },
    (input) => signBytesWith("sha256", Buffer.from(input), odd.rsaForEs256.privateKey),
    whyUsable,
  ),
  forged(
    "ES256 by a published EC key for RS256",
    "token_kid_unknown",
    { alg: "ES256", kid: oddKid("ecForRs256") },
    ecdsa(odd.ecForRs256.privateKey),
    whyUsable,
  ),
  forged(
    "ES256 by a published key for encryption",
    "token_kid_unknown",
    { alg: "ES256", kid: oddKid("encryption") },
    ecdsa(odd.encryption.privateKey),
    whyUsable,
  ),
  forged(
    "RS256 by an RSA key that names no algorithm",
    "admitted",
    { alg: "RS256", kid: unnamed.kid },
    (input) => signatureOf(unnamed, input),
    "`alg` is optional in a published key (RFC 7517 §4.4).",
  ),
  forged(
    "PS256 by an RSA key that names no algorithm",
    "token_alg",
    { alg: "PS256", kid: unnamed.kid },
    (input) => signatureOf(unnamed, input, "PS256"),
    "A key without `alg` is taken for the first algorithm of the option `algorithms` that it can do, here RS256, so that it still has only one.",
  ),
];
