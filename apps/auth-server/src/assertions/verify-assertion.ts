/**
 * JWTs by which others say who they are, or for whom they ask. What a JWT claims is checked before its signature, so that one
 * that would be refused anyway costs no fetch of keys. That its `jti` is new is the caller's to check, last of all.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/
 */
import { mediaTypeOf, type SigningAlgorithm } from "@regrant/shared";
import {
  type CryptoKey,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from "jose";
import { shown, shownMember } from "../http/shown-value.js";
import type { FindKey } from "./key-source.js";
import { algNamesOf } from "./public-keys.js";

export interface AssertionExpectations {
  readonly issuer: string;
  /** The assertion names one of these and nobody else; in a list of one, unless `audienceIsText`. */
  readonly audiences: readonly string[];
  readonly audienceIsText?: boolean;
  /** Compared without regard to case; null stands for an assertion without `typ`. */
  readonly types: readonly (string | null)[];
  readonly algorithms: readonly SigningAlgorithm[];
  /** How far ahead `exp` may be. */
  readonly longestSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Assertion {
  readonly issuer: string;
  readonly subject: string;
  readonly jti: string | null;
  /** Until when it is taken: use it for the `jti`. */
  readonly expiresAt: Date;
  readonly claims: JWTPayload;
}

/** How far the clocks may differ, both ways. FAPI 2.0 §5.3.2.1: 10 seconds ahead are taken, 60 are not. */
const clockToleranceSeconds = 30;

/** Characters. */
const longestJti = 500;
const longestAssertion = 16_384;

export type AssertionFault =
  | "malformed"
  | "typ"
  | "alg"
  | "issuer"
  | "audience"
  | "expired"
  | "not_yet_valid"
  | "lifetime"
  | "key_unknown"
  | "signature";

/** The message is a sentence for whoever sent the assertion. */
export class AssertionRefused extends Error {
  override readonly name = "AssertionRefused";

  constructor(
    readonly fault: AssertionFault,
    message: string,
  ) {
    super(message);
  }
}

/** The claims of a JWT, of which nothing is proven yet: they say whose keys to ask for. @returns null if it is none */
export function readAssertion(jwt: string): JWTPayload | null {
  if (jwt.length > longestAssertion) return null;
  try {
    return decodeJwt(jwt);
  } catch {
    return null;
  }
}

/**
 * Verify everything but that its `jti` is new.
 *
 * @throws {AssertionRefused}
 * @throws {KeysUnavailable} from `findKey`
 */
export async function verifyAssertion(
  jwt: string,
  findKey: FindKey,
  expected: AssertionExpectations,
): Promise<Assertion> {
  const header = headerOf(jwt);
  const claims = readAssertion(jwt);
  if (header === null || claims === null)
    throw new AssertionRefused("malformed", "It is not a signed JWT with claims.");
  checkHeader(header, expected);
  const assertion = checkClaims(claims, expected);
  await verifySignature(jwt, findKey, expected.algorithms);
  return assertion;
}

function headerOf(jwt: string): ProtectedHeaderParameters | null {
  try {
    return decodeProtectedHeader(jwt);
  } catch {
    return null;
  }
}

function checkHeader(
  { typ, alg }: ProtectedHeaderParameters,
  { types, algorithms }: AssertionExpectations,
): void {
  const type = typeof typ === "string" ? mediaTypeOf(typ) : (typ ?? null);
  if (!types.some((name) => (name?.toLowerCase() ?? null) === type)) {
    const names = types.flatMap((name) => name ?? []).join(" or ");
    throw new AssertionRefused("typ", `Its typ is ${shownMember(typ)}; it has to be ${names}.`);
  }
  if (algNamesOf(algorithms).some((name) => name === alg)) return;
  const names = algorithms.join(", ");
  throw new AssertionRefused("alg", `Its alg is ${shownMember(alg)}; it has to be one of ${names}.`);
}

function checkClaims(claims: JWTPayload, expected: AssertionExpectations): Assertion {
  const { iss, sub, exp, jti } = claims;
  if (iss !== expected.issuer)
    throw new AssertionRefused(
      "issuer",
      `Its iss is ${shownMember(iss)}; it has to be ${shown(expected.issuer)}.`,
    );
  if (typeof sub !== "string" || sub === "") throw new AssertionRefused("malformed", "It has no sub.");
  if (jti !== undefined && (typeof jti !== "string" || jti === "" || jti.length > longestJti))
    throw new AssertionRefused("malformed", `Its jti is not a string of 1 to ${longestJti} characters.`);
  checkAudience(claims, expected);
  checkTimes(claims, expected);
  return {
    issuer: iss,
    subject: sub,
    jti: jti ?? null,
    expiresAt: new Date((Number(exp) + clockToleranceSeconds) * 1000),
    claims,
  };
}

/** An assertion that also names another server could be presented here by that server. */
function checkAudience(
  { aud }: JWTPayload,
  { audiences, audienceIsText = false }: AssertionExpectations,
): void {
  const [only, another] = [aud].flat();
  const isAlone = another === undefined && !(audienceIsText && Array.isArray(aud));
  if (isAlone && audiences.some((name) => name === only)) return;
  const isList = Array.isArray(aud) && aud.every((name) => typeof name === "string");
  const said = isList ? shown(JSON.stringify(aud)) : shownMember(aud);
  const names = audiences.map(shown).join(" or ");
  throw new AssertionRefused("audience", `Its aud is ${said}; it has to be ${names} alone, as a string.`);
}

function checkTimes({ exp, nbf, iat }: JWTPayload, { now, longestSeconds }: AssertionExpectations): void {
  const at = now / 1000;
  if (typeof exp !== "number" || !Number.isFinite(exp))
    throw new AssertionRefused("malformed", "It has no exp that is a number.");
  const past = Math.ceil(at - exp);
  if (past >= clockToleranceSeconds) throw new AssertionRefused("expired", `It expired ${past} seconds ago.`);
  for (const [name, value] of Object.entries({ nbf, iat })) {
    if (value === undefined) continue;
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new AssertionRefused("malformed", `Its ${name} is not a number.`);
    const ahead = Math.floor(value - at);
    if (ahead > clockToleranceSeconds)
      throw new AssertionRefused("not_yet_valid", `Its ${name} is ${ahead} seconds ahead of this server.`);
  }
  const left = Math.floor(exp - at);
  if (left > longestSeconds + clockToleranceSeconds)
    throw new AssertionRefused(
      "lifetime",
      `It expires in ${left} seconds; it may be good for ${longestSeconds} at most.`,
    );
}

/** Where an assertion names no key, each key for its algorithm is tried. */
async function verifySignature(jwt: string, findKey: FindKey, algorithms: readonly string[]): Promise<void> {
  const options = { algorithms: [...algNamesOf(algorithms)] };
  try {
    await compactVerify(jwt, findKey, options);
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) return verifyByAny(jwt, error, options);
    throw refusalOf(error);
  }
}

async function verifyByAny(
  jwt: string,
  keys: AsyncIterable<CryptoKey>,
  options: { algorithms: string[] },
): Promise<void> {
  for await (const key of keys) {
    const isSigned = await compactVerify(jwt, key, options).then(
      () => true,
      () => false,
    );
    if (isSigned) return;
  }
  throw new AssertionRefused("signature", "Its signature is not made by any of its sender's keys.");
}

function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWKSNoMatchingKey)
    return new AssertionRefused("key_unknown", "Its sender has no such key: compare its kid and alg.");
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new AssertionRefused("signature", "Its signature is not made by the key that it names.");
  if (error instanceof errors.JOSEError)
    return new AssertionRefused("malformed", "It is not a signed JWT that could be verified.");
  return error;
}
