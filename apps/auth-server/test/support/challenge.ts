/** Reads WWW-Authenticate as clients do (RFC 6750 §3). */
import type { Reason } from "@regrant/shared";
import { expect } from "vitest";
import { description } from "./refusals.js";

/** Where there is no token, an API offers DPoP too, with the same parameters (RFC 9449 §7.1). */
const dpopOffer = /, DPoP ([a-z_]+="[^"\\]*", )+algs="ES256 [^"\\]+"$/;

/** Expect a Bearer challenge with exactly these parameters, its error explained at `issuer`. */
export function expectChallenge(
  header: unknown,
  issuer: string,
  expected: {
    readonly error?: string;
    readonly reason?: Reason;
    readonly scope?: string;
    readonly acr_values?: string;
  },
): void {
  const challenge = expected.error === undefined ? String(header).replace(dpopOffer, "") : String(header);
  expect(challenge).toMatch(/^Bearer [a-z_]+="[^"\\]*"(, [a-z_]+="[^"\\]*")*$/);
  const pairs = [...challenge.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  expect(new Set(pairs.map(([name]) => name)).size).toBe(pairs.length);
  const { error, reason, scope, acr_values } = expected;
  const explained = {
    error,
    error_description: expect.stringMatching(description),
    error_uri: `${issuer}/errors/${reason}`,
  };
  expect(Object.fromEntries(pairs)).toEqual({
    ...(error !== undefined && explained),
    ...(scope !== undefined && { scope }),
    ...(acr_values !== undefined && { acr_values }),
    realm: issuer,
  });
}
