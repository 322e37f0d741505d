/** One issuer per test file, with the real clock. */
import { afterAll } from "vitest";
import { claimsAt, createSigningKey, signToken, startIssuer } from "./issuer.js";

/** Start it; it is closed when the file is done. */
export async function issuerOfFile() {
  const key = createSigningKey();
  const issuer = await startIssuer([key]);
  afterAll(issuer.close);
  /** A good token with these changes to its claims. */
  const tokenWith = (claims: Readonly<Record<string, unknown>> = {}): string =>
    signToken(key, { ...claimsAt(issuer.issuer, Date.now()), ...claims });
  return { key, issuer, tokenWith };
}
