/** No client waits longer than this for a token: an answer or 503, whatever the database does. */
import { OAuthError } from "@regrant/shared";

const answerWithinMs = 1800;

/**
 * The work's result, if it comes in time. Work that is late goes on; where it commits after all, the client's
 * retry gets the same successor.
 *
 * @throws {OAuthError} temporarily_unavailable when the time is over
 */
export function withDeadline<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), answerWithinMs);
    const settle =
      <V>(done: (value: V) => void) =>
      (value: V) => {
        clearTimeout(timer);
        done(value);
      };
    work.then(settle(resolve), settle(reject));
  });
}

const tooLate = () =>
  new OAuthError("temporarily_unavailable", "The answer was not ready in time; repeat the request.", {
    reason: "deadline_exceeded",
    headers: { "retry-after": "1" },
  });
