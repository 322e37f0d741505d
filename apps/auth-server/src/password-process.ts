/**
 * Argon2id in a process of its own (password-child.cts), so that it can have a lower priority than everything else: the system
 * gives that to processes only. Started when it is first needed, and anew where it ends; what it had under way is asked again.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { OAuthError } from "@regrant/shared";
import type { FastifyBaseLogger } from "fastify";

/** Of the build, also where this file runs from its source: Node.js cannot run the child's. */
const childFile = fileURLToPath(new URL("../dist/password-child.cjs", import.meta.url));
/** A password whose process ended this often is not asked about again: it may be why. */
const mostAttempts = 2;
/** Without an answer for so long, the process hangs. */
const hangsAfterMs = 10_000;

export interface PasswordProcess {
  /** Undefined while there is none. */
  readonly pid: number | undefined;
  /** So that the first password does not wait for it. */
  start(): void;
  /** @throws {OAuthError} temporarily_unavailable where the process ended, also anew */
  hash(password: string): Promise<string>;
  /** @throws {OAuthError} as above; Error where the hash is none */
  verify(passwordHash: string, password: string): Promise<boolean>;
  close(): Promise<void>;
}

type Question = { readonly password: string; readonly passwordHash?: string };
type Answer = { readonly id: number; readonly result?: unknown; readonly problem?: string };

interface Job {
  readonly question: Question;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  attempts: number;
  watch: NodeJS.Timeout | undefined;
}

export function createPasswordProcess(
  log: Pick<FastifyBaseLogger, "warn">,
  patienceMs = hangsAfterMs,
): PasswordProcess {
  const jobs = new Map<number, Job>();
  let child: ChildProcess | undefined;
  let [lastId, closing] = [0, false];

  function start(): ChildProcess {
    // Nothing of the environment: it holds SECRETS.
    const started = fork(childFile, { execArgv: [], env: {}, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child = started;
    started.unref();
    started.on("message", settle);
    started.channel?.unref(); // keeps this process only from ending while it has something to answer
    const ended = (how: object) => {
      if (child !== started) return;
      child = undefined;
      if (!closing) log.warn(how, "the process that hashes passwords exited");
      for (const [id, job] of jobs) ask(id, job);
    };
    started.once("exit", (code, signal) => ended({ code, signal }));
    started.on("error", (err) => ended({ err }));
    return started;
  }

  function ask(id: number, job: Job): void {
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
    // Where it cannot be sent, the process has ended and is about to say so.
    asked.send({ id, ...job.question }, () => undefined);
  }

  function settle(message: unknown): void {
    const { id, result, problem } = message as Answer;
    const job = jobs.get(id);
    if (job === undefined) return;
    jobs.delete(id);
    clearTimeout(job.watch);
    if (jobs.size === 0) child?.channel?.unref();
    if (problem === undefined) job.resolve(result);
    else job.reject(new Error(problem));
  }

  const answerTo = <T>(question: Question) =>
    new Promise<T>((resolve, reject) => {
      const job = { question, resolve: (result: unknown) => resolve(result as T), reject };
      const id = ++lastId;
      jobs.set(id, { ...job, attempts: 0, watch: undefined });
      ask(id, jobs.get(id) as Job);
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
      if (last === undefined || last.exitCode !== null || last.signalCode !== null) return;
      const exited = once(last, "exit");
      if (last.connected) last.disconnect();
      await exited;
    },
  };
}

const lost = () =>
  new OAuthError("temporarily_unavailable", "The password could not be checked; repeat the request.", {
    reason: "password_check_failed",
    headers: { "retry-after": "1" },
  });
