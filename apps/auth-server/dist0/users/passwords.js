/**
 * Passwords: argon2id with @node-rs/argon2's defaults (19 MiB, two passes: OWASP's first choice), in a low-priority
 * process, on all cores but one, taking turns among client networks.
 */
import { availableParallelism } from "node:os";
import { hash } from "@node-rs/argon2";
import { OAuthError } from "../shared/index.js";
import { createFairQueue } from "./fair-queue.js";
import { canonicalPassword } from "./password-text.js";
/** Of Node.js's four threads, signing needs some. */
const threads = Math.min(Math.max(availableParallelism() - 1, 1), 3);
/** At about 30 ms each, the last in line is answered within little more than a second. */
const places = 40 * threads;
/** After this time the client has been answered 503, and hashing would be wasted. */
const patienceMs = 1_500;
/** For commands, which hash one password. In the form that a sign-in tries first. */
export const hashPassword = (password) => hash(canonicalPassword(password));
/** @param dummyHash of an unknown password, compared with if there is no such user */
export function createPasswords(dummyHash, process) {
    const queue = createFairQueue(threads, places, tooManyWaiting);
    const inTurn = (network, work) => {
        const since = performance.now();
        return queue.run(network, async () => {
            if (performance.now() - since > patienceMs)
                throw tooManyWaiting();
            return work();
        });
    };
    return {
        start: process.start,
        checkRoom(network) {
            if (!queue.hasRoom(network))
                throw tooManyWaiting();
        },
        verify: (passwordHash, forms, network) => inTurn(network, async () => {
            const known = passwordHash !== null && forms.length > 0;
            for (const form of forms.length > 0 ? forms : [""])
                if (await process.verify(passwordHash ?? dummyHash, form))
                    return known;
            return false;
        }),
        hash: (password, network) => inTurn(network, () => process.hash(canonicalPassword(password))),
    };
}
const tooManyWaiting = () => new OAuthError("temporarily_unavailable", "Too many sign-ins are waiting.", {
    reason: "overloaded",
    headers: { "retry-after": "2" },
});
//# sourceMappingURL=passwords.js.map