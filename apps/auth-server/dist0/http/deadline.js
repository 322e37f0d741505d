/** The deadline for token responses: a result or 503, whatever the database does. */
import { OAuthError } from "../shared/index.js";
const answerWithinMs = 1800;
/**
 * The result of part of the request's work, if it arrives in time. Late work continues and keeps the request's place;
 * if it commits after all, the client's retry gets the same successor.
 *
 * @throws {OAuthError} temporarily_unavailable when time is up
 */
export function withDeadline(work, part) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            work.giveUp();
            reject(tooLate());
        }, answerWithinMs);
        const settle = (done) => (value) => {
            clearTimeout(timer);
            done(value);
        };
        work.hold(part).then(settle(resolve), settle(reject));
    });
}
const tooLate = () => new OAuthError("temporarily_unavailable", "The answer was not ready in time; repeat the request.", {
    reason: "deadline_exceeded",
    headers: { "retry-after": "1" },
});
//# sourceMappingURL=deadline.js.map