/**
 * Passwords: argon2id with @node-rs/argon2's defaults (19 MiB, two passes: OWASP's first choice), in a process of low priority,
 * on all cores but one at a time, and in turns among the networks that they come from.
 */
import { availableParallelism } from "node:os";
import { hash } from "@node-rs/argon2";
import { OAuthError } from "@regrant/shared";
import { createFairQueue } from "./fair-queue.js";
import type { PasswordProcess } from "./password-process.js";
import { canonicalPassword } from "./password-text.js";

/** Of the four that Node.js has, signatures want some. */
const threads = Math.min(Math.max(availableParallelism() - 1, 1), 3);
/** At about 30 ms each, the last in line is answered within a second or a little more. */
const places = 40 * threads;
/** Whose turn comes later than this has been answered 503 by then: hashing would be for nobody. */
const patienceMs = 1_500;

/** For commands, which hash one. In the form that a sign-in compares first. */
export const hashPassword = (password: string): Promise<string> => hash(canonicalPassword(password));

/** `network` is whose turn it takes. All of it throws {OAuthError} temporarily_unavailable where too many are waiting. */
export interface Passwords {
  /** So that the first sign-in does not wait until the process has started. */
  start(): void;
  /** Before anything else is done for a sign-in that could not be answered. */
  checkRoom(network: string): void;
  /**
   * Does one of the forms in which a password may have been hashed fit? They are compared in one turn: a guess that is half
   * made would not count, and whoever fills the places could see to that. Takes as long where there is no hash, or no form.
   */
  verify(passwordHash: string | null, forms: readonly string[], network: string): Promise<boolean>;
  hash(password: string, network: string): Promise<string>;
}

/** @param dummyHash of a password that nobody knows, to compare with where there is no user */
export function createPasswords(dummyHash: string, process: PasswordProcess): Passwords {
  const queue = createFairQueue(threads, places, tooManyWaiting);
  const inTurn = <T>(network: string, work: () => Promise<T>) => {
    const since = performance.now();
    return queue.run(network, async () => {
      if (performance.now() - since > patienceMs) throw tooManyWaiting();
      return work();
    });
  };
  return {
    start: process.start,
    checkRoom(network) {
      if (!queue.hasRoom(network)) throw tooManyWaiting();
    },
    verify: (passwordHash, forms, network) =>
      inTurn(network, async () => {
        const known = passwordHash !== null && forms.length > 0;
        for (const form of forms.length > 0 ? forms : [""])
          if (await process.verify(passwordHash ?? dummyHash, form)) return known;
        return false;
      }),
    hash: (password, network) => inTurn(network, () => process.hash(canonicalPassword(password))),
  };
}

const tooManyWaiting = () =>
  new OAuthError("temporarily_unavailable", "Too many sign-ins are waiting.", {
    reason: "overloaded",
    headers: { "retry-after": "2" },
  });
