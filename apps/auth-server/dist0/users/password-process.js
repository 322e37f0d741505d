/**
 * Argon2id in a separate process (password-child.cts), because the system assigns priorities only to processes.
 * Started on first use, and restarted when it ends; its unfinished jobs are repeated.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { OAuthError } from "../shared/index.js";
/** From the build, even if this file runs from its source: Node.js cannot run the child's source. */
const childFile = fileURLToPath(new URL("../../dist/users/password-child.cjs", import.meta.url));
/** A password whose process ended this often is not tried again: it may be the cause. */
const mostAttempts = 2;
/** After this time without a result, the process counts as hung. */
const hangsAfterMs = 10_000;
export function createPasswordProcess(log, patienceMs = hangsAfterMs) {
    const jobs = new Map();
    let child;
    let [lastId, closing] = [0, false];
    function start() {
        // An empty environment: ours holds SECRETS.
        const started = fork(childFile, { execArgv: [], env: {}, stdio: ["ignore", "ignore", "inherit", "ipc"] });
        child = started;
        started.unref();
        started.on("message", settle);
        started.channel?.unref(); // keeps this process running only while jobs are unfinished
        const ended = (how) => {
            if (child !== started)
                return;
            child = undefined;
            if (!closing)
                log.warn(how, "the process that hashes passwords exited");
            for (const [id, job] of jobs)
                ask(id, job);
        };
        started.once("exit", (code, signal) => ended({ code, signal }));
        started.on("error", (err) => ended({ err }));
        return started;
    }
    function ask(id, job) {
        clearTimeout(job.watch);
        if (closing || job.attempts >= mostAttempts) {
            jobs.delete(id);
            job.reject(lost());
            return;
        }
        job.attempts += 1;
        const asked = child ?? start();
        job.watch = setTimeout(() => asked.kill("SIGKILL"), patienceMs).unref();
        asked.channel?.ref();
        // A failed send means that the process has ended and is about to report it.
        asked.send({ id, ...job.question }, () => undefined);
    }
    function settle(message) {
        const { id, result, problem } = message;
        const job = jobs.get(id);
        if (job === undefined)
            return;
        jobs.delete(id);
        clearTimeout(job.watch);
        if (jobs.size === 0)
            child?.channel?.unref();
        if (problem === undefined)
            job.resolve(result);
        else
            job.reject(new Error(problem));
    }
    const answerTo = (question) => new Promise((resolve, reject) => {
        const job = { question, resolve: (result) => resolve(result), reject };
        const id = ++lastId;
        jobs.set(id, { ...job, attempts: 0, watch: undefined });
        ask(id, jobs.get(id));
    });
    return {
        get pid() {
            return child?.pid;
        },
        start: () => void (child ?? start()),
        hash: (password) => answerTo({ password }),
        verify: (passwordHash, password) => answerTo({ passwordHash, password }),
        async close() {
            closing = true;
            const last = child;
            if (last === undefined || last.exitCode !== null || last.signalCode !== null)
                return;
            const exited = once(last, "exit");
            if (last.connected)
                last.disconnect();
            await exited;
        },
    };
}
const lost = () => new OAuthError("temporarily_unavailable", "The password could not be checked; repeat the request.", {
    reason: "password_check_failed",
    headers: { "retry-after": "1" },
});
//# sourceMappingURL=password-process.js.map