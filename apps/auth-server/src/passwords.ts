/**
 * Passwords: argon2id with @node-rs/argon2's defaults (19 MiB, two passes: OWASP's first choice), on all cores but one
 * at a time, so that a flood of sign-ins leaves one to everybody else.
 */
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { OAuthError } from "@regrant/shared";
import pLimit from "p-limit";
import { canonicalPassword } from "./password-text.js";

/** Of the four that Node.js has, signatures want some. */
const threads = Math.min(Math.max(availableParallelism() - 1, 1), 3);
/** At about 30 ms each, the last in line is answered within a second or a little more. */
const maxWaiting = 40 * threads;
/** Whose turn comes later than this has been answered 503 by then: hashing would be for nobody. */
const patienceMs = 1_500;

/** In the form that a sign-in compares first. */
export const hashPassword = (password: string): Promise<string> => hash(canonicalPassword(password));

export interface Passwords {
  /**
   * Before anything else is done for a sign-in that could not be answered.
   *
   * @throws {OAuthError} temporarily_unavailable where too many are waiting
   */
  checkRoom(): void;
  /**
   * Does the password fit the hash? Takes as long where there is no hash, so that time tells nothing.
   *
   * @throws {OAuthError} temporarily_unavailable where too many are waiting
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}

/** @param dummyHash of a password that nobody knows, to compare with where there is no user */
export function createPasswords(dummyHash: string): Passwords {
  const limit = pLimit(threads);
  const checkRoom = () => {
    if (limit.pendingCount >= maxWaiting) throw tooManyWaiting();
  };
  return {
    checkRoom,
    async verify(passwordHash, password) {
      checkRoom();
      const since = performance.now();
      const fits = await limit(() => {
        if (performance.now() - since > patienceMs) throw tooManyWaiting();
        return verify(passwordHash ?? dummyHash, password);
      });
      return fits && passwordHash !== undefined;
    },
  };
}

const tooManyWaiting = () =>
  new OAuthError("temporarily_unavailable", "Too many sign-ins are waiting.", {
    reason: "overloaded",
    headers: { "retry-after": "2" },
  });
