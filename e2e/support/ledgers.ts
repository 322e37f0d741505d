/** What must hold for a fleet's records at the end: everything acknowledged is still valid. */
import type pg from "pg";
import { expect } from "vitest";
import type { Ledger } from "./fleet.js";
import { findSession, readRefreshToken } from "./refresh-tokens.js";
import type { Client } from "./registrations.js";
import { refreshPatiently, tokensOf } from "./token-endpoint.js";

/**
 * Nobody was refused, each client's tokens are one chain, no row is behind the client's last token (with a lost
 * response it may be ahead), and that token refreshes.
 */
export async function expectNothingLost(
  ledgers: readonly Ledger[],
  { db, url, app }: { readonly db: pg.Pool; readonly url: string; readonly app: Client },
): Promise<void> {
  expect(ledgers.flatMap(({ refused }) => refused.map(({ body }) => body.error_uri))).toEqual([]);
  for (const { received } of ledgers) {
    const steps = received.map((token) => readRefreshToken(token).generation);
    expect(steps).toEqual(received.map((_, step) => step));
    const newest = received.at(-1) ?? "";
    const { sessionId, generation } = readRefreshToken(newest);
    expect((await findSession(db, sessionId)).generation).toBeGreaterThanOrEqual(generation);
    tokensOf(await refreshPatiently(url, app, newest));
  }
}
