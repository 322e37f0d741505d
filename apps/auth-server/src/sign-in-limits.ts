/**
 * Limits on guessing passwords (docs/adr/0005-password-guessing.md): growing delays for each account and network, and
 * budgets for each account and each network; never a lock. Kept in PostgreSQL, so that replicas agree.
 */
import { hash } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import type { Pool } from "./store/database.js";
import { acceptGuess, cancelGuess, reserveGuess } from "./store/sign-in-limits.js";

export interface Guess {
  /** Names the user, or what was typed where there is no such user. */
  readonly account: string;
  /** As `networkOf` names it. */
  readonly network: string;
  readonly password: string;
  /** The version of what the password is compared with; undefined if there is no such user. */
  readonly credentialVersion: number | undefined;
}

/**
 * Let `verify` look at the guess, if it may be made now. It counts as wrong from before that until it has proven to be
 * right; where `verify` throws, it was not made.
 *
 * @throws {OAuthError} too_many_requests with Retry-After; whatever `verify` throws
 */
export type MakeGuess = (guess: Guess, verify: () => Promise<boolean>) => Promise<boolean>;

export function createSignInLimits(db: Pool): MakeGuess {
  const underWay = new Map<string, Promise<boolean>>();
  return (guess, verify) => {
    // A form that was sent twice is one guess: its copies do not take the free ones from each other.
    const same = sha256(
      JSON.stringify([guess.account, guess.network, guess.credentialVersion, guess.password]),
    );
    const made = underWay.get(same) ?? makeGuess(db, guess, verify).finally(() => underWay.delete(same));
    underWay.set(same, made);
    return made;
  };
}

async function makeGuess(
  db: Pool,
  { account, network }: Guess,
  verify: () => Promise<boolean>,
): Promise<boolean> {
  const name = account.toLowerCase();
  const reserved = await reserveGuess(db, {
    pair: sha256(`pair ${name} ${network}`),
    account: sha256(`account ${name}`),
    network: sha256(`network ${network}`),
  });
  if (typeof reserved === "number") throw tooMany(reserved);
  const fits = await verify().catch(async (error: unknown) => {
    await cancelGuess(db, reserved);
    throw error;
  });
  if (fits) await acceptGuess(db, reserved);
  return fits;
}

/** No e-mail address is kept in the table. */
const sha256 = (text: string): string => hash("sha256", text, "base64url");

const tooMany = (milliseconds: number) =>
  new OAuthError("too_many_requests", "There were too many attempts. Wait a little, then try again.", {
    reason: "too_many_sign_ins",
    headers: { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) },
  });
