/**
 * Runs the auth-server's command line, `regrant`, in threads that have it loaded: for tests, which run it hundreds of
 * times, and loading it takes longer than most of what it does.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import pLimit from "p-limit";
import { checkBuilt, cliScript } from "./paths.js";

export interface RegrantResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const atOnce = pLimit(2);
const idle: Worker[] = [];

/**
 * `env` is all the environment it gets, `stdin` what is typed into it. Without a terminal, and without what only a
 * process shows: signals, and a command that has done its work and does not end.
 */
export const regrantInThread = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdin: string,
): Promise<RegrantResult> =>
  atOnce(async () => {
    checkBuilt(cliScript);
    const thread = idle.pop() ?? new Worker(new URL("regrant-thread.js", import.meta.url), { env: {} });
    thread.unref();
    thread.postMessage({ args, env, stdin });
    const [result] = await once(thread, "message");
    idle.push(thread);
    return result;
  });
