/**
 * Refreshes that were sent to PostgreSQL and never answered, so that nobody knows whether they were committed. Their
 * clients retry, possibly later than `REFRESH_RETRY_SECONDS`, because the outage lasted longer. ADR 0003 says what
 * this excuses, what it does not, and why it is kept in memory.
 */
import { LRUCache } from "lru-cache";
/** Beyond this, the oldest are forgotten; their clients have `REFRESH_RETRY_SECONDS` from the rotation. */
const mostTokens = 100_000;
const mostAttempts = 16;
/** Milliseconds. However long the outage, an attempt excuses nothing after this. */
const longestMs = 3_600_000;
/** @param now a clock that never steps, in milliseconds */
export function createUnansweredRotations(retrySeconds, now) {
    const noted = new LRUCache({ max: mostTokens });
    let answersSince = null;
    /** Attempts up to here have had their time. A later outage does not extend it: a thief could cause one. */
    let overUntil = Number.NEGATIVE_INFINITY;
    const isOver = (since) => since !== null && now() - since > retrySeconds * 1000;
    /** Ends `REFRESH_RETRY_SECONDS` after the database answers again or the excuse is first used. */
    function find(presented) {
        const found = noted.get(keyOf(presented));
        if (found === undefined || isOver(found.usedAt ?? answersSince))
            return undefined;
        const hadItsTime = found.attempts.every(({ gaveUpAt }) => gaveUpAt <= overUntil);
        return found.usedAt === null && hadItsTime ? undefined : found;
    }
    return {
        note(presented, startedAt) {
            const { attempts, usedAt } = find(presented) ?? { attempts: [], usedAt: null };
            const attempt = { startedAt, gaveUpAt: now() };
            noted.set(keyOf(presented), { attempts: [...attempts, attempt].slice(-mostAttempts), usedAt });
        },
        databaseAnswers(answers) {
            if (!answers && isOver(answersSince))
                overUntil = answersSince;
            answersSince = answers ? (answersSince ?? now()) : null;
        },
        excuses(presented, { seconds, askedAt }) {
            const agoMs = seconds * 1000;
            const couldHaveRotated = (attempt) => agoMs <= now() - attempt.startedAt &&
                agoMs >= askedAt - attempt.gaveUpAt &&
                now() - attempt.startedAt <= longestMs;
            return find(presented)?.attempts.some(couldHaveRotated) ?? false;
        },
        use(presented) {
            const found = find(presented);
            if (found !== undefined)
                found.usedAt ??= now();
        },
    };
}
const keyOf = ({ sessionId, generation }) => `${sessionId} ${generation}`;
//# sourceMappingURL=unanswered-rotations.js.map