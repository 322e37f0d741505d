/**
 * Limits on guessing passwords: for each account and network, growing delays, never a lock. Kept in PostgreSQL, so
 * that replicas agree.
 */
import { hash } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { networkOf } from "./protocol/address-prefix.js";
import type { Pool } from "./store/database.js";

/** This many wrong passwords are free; after each further one the wait is twice as long, up to the longest. */
const freeFailures = 5;
const longestDelaySeconds = 900;
const forgetSeconds = 86_400;

export interface SignInLimits {
  /**
   * `account`: the user's id, or what was typed where there is no such user. May it be tried from this network now? Those that are under way together are bounded elsewhere: by the
   * places that passwords.ts has.
   *
   * @throws {OAuthError} too_many_requests with Retry-After
   */
  check(account: string, address: string): Promise<void>;
  /** The password was wrong. */
  countFailure(account: string, address: string): Promise<void>;
  /** The password was right: start anew. */
  forget(account: string, address: string): Promise<void>;
}

export function createSignInLimits(db: Pool): SignInLimits {
  const table = {
    storeClient: db,
    storeType: "pool",
    tableName: "sign_in_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
  const failures = new RateLimiterPostgres({
    ...table,
    keyPrefix: "failures",
    points: freeFailures,
    duration: forgetSeconds,
  });
  const delays = new RateLimiterPostgres({ ...table, keyPrefix: "delay", points: 1, duration: 1 });
  return {
    async check(account, address) {
      const delay = await delays.get(keyOf(account, address));
      if (delay !== null && delay.msBeforeNext > 0) throw tooMany(delay.msBeforeNext);
    },
    async countFailure(account, address) {
      const key = keyOf(account, address);
      const { consumedPoints } = await failures.penalty(key);
      if (consumedPoints < freeFailures) return;
      await delays.block(key, Math.min(2 ** (consumedPoints - freeFailures), longestDelaySeconds));
    },
    async forget(account, address) {
      const key = keyOf(account, address);
      if (await failures.delete(key)) await delays.delete(key);
    },
  };
}

/** No e-mail address is kept in this table. */
const keyOf = (account: string, address: string): string =>
  hash("sha256", `${account.toLowerCase()} ${networkOf(address)}`, "base64url");

const tooMany = (milliseconds: number) =>
  new OAuthError("too_many_requests", "There were too many attempts. Wait a little, then try again.", {
    reason: "too_many_sign_ins",
    headers: { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) },
  });
