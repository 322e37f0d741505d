/** An entry of the corpus, and what all entries are built with. */
import type { Reason } from "@regrant/shared";
import { claimsAt, createSigningKey, encode, headerOf, type SigningKey, signParts } from "../issuer.js";

export interface CorpusToken {
  readonly name: string;
  /** This verifier's verdict: "admitted" or the reason of the refusal; several if bits are flipped. */
  readonly expected: Verdict | readonly Verdict[];
  /** Several if the entry stands for a series, none of which may be admitted. */
  readonly make: (world: World) => string | readonly string[];
  /** If other verifiers decide differently: why this one decides as it does. */
  readonly because?: string;
  /** False for sub-second edges, which only a settable clock can hit. */
  readonly isComparable?: false;
}

export type Verdict = "admitted" | Reason;

/** The clock, issuer and keys for all. */
export interface World {
  readonly issuer: string;
  readonly nowSeconds: number;
}

/** The issuer's key, and someone else's. */
export const key = createSigningKey();
export const otherKey = createSigningKey();

export type Members = Readonly<Record<string, unknown>>;

export const claimsOf = ({ issuer, nowSeconds }: World): Record<string, unknown> =>
  claimsAt(issuer, nowSeconds * 1_000);

/** A good token with changes; a member set to undefined is left out. */
export const sign = (
  world: World,
  { header = {}, claims = {}, by = key }: { header?: Members; claims?: Members; by?: SigningKey },
): string =>
  signParts(by, encode({ ...headerOf(key), ...header }), encode({ ...claimsOf(world), ...claims }));

/** A good token by another of the issuer's keys. */
export const signBy = (world: World, by: SigningKey): string =>
  signParts(by, encode(headerOf(by)), encode(claimsOf(world)));

/** Arbitrary bytes, signed by the issuer. */
export const signBytes = (header: Members | string | Buffer, payload: string | Buffer): string => {
  const headerBytes = typeof header === "string" || Buffer.isBuffer(header) ? header : JSON.stringify(header);
  const encodeBytes = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64url");
  return signParts(key, encodeBytes(headerBytes), encodeBytes(payload));
};

/** A good token's header and payload with another signature. */
export const withSignature = (
  world: World,
  header: Members,
  signature: (input: string) => Buffer | string,
): string => {
  const input = `${encode({ ...headerOf(key), ...header })}.${encode(claimsOf(world))}`;
  const bytes = signature(input);
  return `${input}.${typeof bytes === "string" ? bytes : bytes.toString("base64url")}`;
};

/** Names appear in a table and in test titles. */
export const show = (value: unknown): string => {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 48 ? `${text.slice(0, 45)}…` : text;
};
