/**
 * Limits on guessing passwords: for each account and network, growing delays, never a lock. Kept in PostgreSQL, so
 * that replicas agree.
 */
import { hash } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { addressPrefix } from "./protocol/address-prefix.js";
import type { Pool } from "./store/database.js";

/** This many attempts are free; then each waits twice as long as the one before, up to the longest. */
const freeAttempts = 5;
const longestDelaySeconds = 900;
const forgetSeconds = 86_400;

export interface SignInLimits {
  /**
   * Count an attempt before the password is looked at.
   *
   * @throws {OAuthError} too_many_requests with Retry-After
   */
  count(email: string, address: string): Promise<void>;
  /** Forget the attempts: the password was right. */
  forget(email: string, address: string): Promise<void>;
}

export function createSignInLimits(db: Pool): SignInLimits {
  const table = {
    storeClient: db,
    tableName: "sign_in_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
  const attempts = new RateLimiterPostgres({
    ...table,
    keyPrefix: "attempts",
    points: 1_000_000_000,
    duration: forgetSeconds,
  });
  const turns = new RateLimiterPostgres({ ...table, keyPrefix: "turn", points: 1, duration: 1 });
  return {
    async count(email, address) {
      const key = keyOf(email, address);
      const { consumedPoints } = await attempts.consume(key);
      if (consumedPoints <= freeAttempts) return;
      const delay = Math.min(2 ** (consumedPoints - freeAttempts - 1), longestDelaySeconds);
      // One attempt may pass in each delay; of many at once, one.
      await turns.consume(key, 1, { customDuration: delay }).catch((refused: unknown) => {
        throw refused instanceof RateLimiterRes ? tooMany(refused.msBeforeNext) : refused;
      });
    },
    async forget(email, address) {
      const key = keyOf(email, address);
      await Promise.all([attempts.delete(key), turns.delete(key)]);
    },
  };
}

/** No e-mail address is kept in this table. */
const keyOf = (email: string, address: string): string =>
  hash("sha256", `${email.toLowerCase()} ${addressPrefix(address)}`, "base64url");

const tooMany = (milliseconds: number) =>
  new OAuthError("too_many_requests", "There were too many attempts. Wait a little, then try again.", {
    reason: "too_many_sign_ins",
    headers: { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) },
  });
