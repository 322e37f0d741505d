/** One entry of the corpus of hostile and odd tokens, and what all entries are made with. */
import type { Reason } from "@regrant/shared";
import { claimsAt, createSigningKey, encode, headerOf, type SigningKey, signParts } from "../issuer.js";

export interface CorpusToken {
  readonly name: string;
  /** What this verifier has to say: "admitted", the reason of the refusal, or several where bits flip. */
  readonly expected: Verdict | readonly Verdict[];
  /** Several where one entry stands for a series: none may be admitted. */
  readonly make: (world: World) => string | readonly string[];
  /** Where other verifiers decide otherwise: why this one does as it does. */
  readonly because?: string;
  /** False at edges of a second, which only a clock that the test sets can hit. */
  readonly isComparable?: false;
}

export type Verdict = "admitted" | Reason;

/** Everybody's clock, issuer and keys. */
export interface World {
  readonly issuer: string;
  readonly nowSeconds: number;
}

/** The issuer's key, and one of somebody else. */
export const key = createSigningKey();
export const otherKey = createSigningKey();

export type Members = Readonly<Record<string, unknown>>;

export const claimsOf = ({ issuer, nowSeconds }: World): Record<string, unknown> =>
  claimsAt(issuer, nowSeconds * 1_000);

/** A good token but for what is changed; a member set to undefined is left out. */
export const sign = (
  world: World,
  { header = {}, claims = {}, by = key }: { header?: Members; claims?: Members; by?: SigningKey },
): string =>
  signParts(by, encode({ ...headerOf(key), ...header }), encode({ ...claimsOf(world), ...claims }));

/** Signed by the issuer over these bytes, whatever they are. */
export const signBytes = (header: Members | string | Buffer, payload: string | Buffer): string => {
  const headerBytes = typeof header === "string" || Buffer.isBuffer(header) ? header : JSON.stringify(header);
  const encodeBytes = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64url");
  return signParts(key, encodeBytes(headerBytes), encodeBytes(payload));
};

/** The header and payload of a good token, with another signature. */
export const withSignature = (
  world: World,
  header: Members,
  signature: (input: string) => Buffer | string,
): string => {
  const input = `${encode({ ...headerOf(key), ...header })}.${encode(claimsOf(world))}`;
  const bytes = signature(input);
  return `${input}.${typeof bytes === "string" ? bytes : bytes.toString("base64url")}`;
};

/** Names are shown in a table and in test titles. */
export const show = (value: unknown): string => {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 48 ? `${text.slice(0, 45)}…` : text;
};
