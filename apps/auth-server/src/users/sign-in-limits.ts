/**
 * Limits on password guessing (docs/adr/0005-password-guessing.md): growing delays per account and network, and a
 * budget for each account and each network; never a lockout. Stored in PostgreSQL, so that replicas agree.
 */
import { hash } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import type { Pool } from "../database/database.js";
import { type AccountBudget, acceptGuess, cancelGuess, reserveGuess } from "./sign-in-limits.sql.js";

export interface Guess {
  /** What is guessed at: the user's password, or that of what was typed if there is no such user; a second factor. */
  readonly account: string;
  /** As returned by `networkOf`. */
  readonly network: string;
  /** Default: `password`. */
  readonly budget?: AccountBudget;
  /** Copies of it are one guess, and have one answer. Absent for codes, which are good once: each copy is a guess of its own. */
  readonly password?: string;
  /** The version of what the password is compared with; undefined if there is no such user. */
  readonly credentialVersion?: number | undefined;
  /**
   * Whether a right guess proves who guesses, so that wrong ones before it are forgiven. Default: true. False for what anybody
   * can get: with a right one of their own between the wrong ones, they could guess without end.
   */
  readonly isProof?: boolean;
}

/**
 * Call `verify` for a guess, if one may be made now. It counts as wrong until it proves right; if `verify` throws, it
 * was not made.
 *
 * @throws {OAuthError} too_many_requests with Retry-After; whatever `verify` throws
 */
export type MakeGuess = (guess: Guess, verify: () => Promise<boolean>) => Promise<boolean>;

export function createSignInLimits(db: Pool): MakeGuess {
  const underWay = new Map<string, Promise<boolean>>();
  return (guess, verify) => {
    if (guess.password === undefined) return makeGuess(db, guess, verify);
    // A form submitted twice is one guess, so that copies do not use up free guesses.
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
  { account, network, budget = "password", isProof = true }: Guess,
  verify: () => Promise<boolean>,
): Promise<boolean> {
  const name = account.toLowerCase();
  const reserved = await reserveGuess(db, {
    pair: sha256(`pair ${name} ${network}`),
    account: sha256(`account ${name}`),
    network: sha256(`network ${network}`),
    budget,
  });
  if (typeof reserved === "number") throw tooMany(reserved);
  const fits = await verify().catch(async (error: unknown) => {
    await cancelGuess(db, reserved);
    throw error;
  });
  if (fits) await (isProof ? acceptGuess : cancelGuess)(db, reserved);
  return fits;
}

/** Keeps e-mail addresses out of the table. */
const sha256 = (text: string): string => hash("sha256", text, "base64url");

const tooMany = (milliseconds: number) =>
  new OAuthError("too_many_requests", "There were too many attempts. Wait a little, then try again.", {
    reason: "too_many_sign_ins",
    headers: { "retry-after": String(Math.max(1, Math.ceil(milliseconds / 1000))) },
  });
