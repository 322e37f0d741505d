/**
 * Passwords: argon2id with @node-rs/argon2's defaults (19 MiB, two passes: OWASP's first choice), in a low-priority
 * process, on all cores but one, taking turns among client networks.
 */
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { OAuthError } from "@regrant/shared";
import { createFairQueue } from "./fair-queue.js";
import type { PasswordProcess } from "./password-process.js";
import { canonicalPassword } from "./password-text.js";

/** Of Node.js's four threads, signing needs some. */
const threads = Math.min(Math.max(availableParallelism() - 1, 1), 3);
/** At about 30 ms each, the last in line is answered within little more than a second. */
const places = 40 * threads;
/** After this time the client has been answered 503, and hashing would be wasted. */
const patienceMs = 1_500;

/** `network` decides the turn. All methods throw {OAuthError} temporarily_unavailable if too many are waiting. */
export interface Passwords {
  /** Call it early, so that the first sign-in does not wait for the process to start. */
  start(): void;
  /** Call it before any work on a sign-in that could not be answered anyway. */
  checkRoom(network: string): void;
  /**
   * Whether the password matches in one of the forms in which it may have been hashed. All forms are compared in one
   * turn: an attacker who fills the queue could otherwise keep guesses half done and uncounted. Takes the same time
   * without a hash or a form.
   */
  verify(passwordHash: string | null, forms: readonly string[], network: string): Promise<boolean>;
  hash(password: string, network: string): Promise<string>;
}

export function createPasswords(process: PasswordProcess): Passwords {
  const hashOfNobody = randomHash();
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
          if (await process.verify(passwordHash ?? hashOfNobody, form)) return known;
        return false;
      }),
    hash: (password, network) => inTurn(network, () => process.hash(canonicalPassword(password))),
  };
}

/** Of no password that anybody could find, and compared with in the same time as any other: @node-rs/argon2's defaults. */
export function randomHash(): string {
  const [salt, output] = [16, 32].map((bytes) => randomBytes(bytes).toString("base64").replaceAll("=", ""));
  return `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${output}`;
}

const tooManyWaiting = () =>
  new OAuthError("temporarily_unavailable", "Too many sign-ins are waiting.", {
    reason: "overloaded",
    headers: { "retry-after": "2" },
  });
