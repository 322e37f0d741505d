/**
 * Runs the auth-server's command line, `regrant`, in threads that have it loaded: loading it takes longer than most of
 * what it does, and a stack runs it several times, its tests hundreds of times.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import pLimit from "p-limit";
import { checkBuilt, cliScript, regrantThread } from "./paths.js";

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
    const thread = idle.pop() ?? new Worker(regrantThread, { env: {}, execArgv: [] });
    thread.ref();
    thread.postMessage({ args, env, stdin });
    const [result] = await once(thread, "message");
    thread.unref();
    idle.push(thread);
    return result;
  });

/**
 * Runs `regrant` with `--json` and returns what it printed.
 *
 * @throws Error with its stderr where it fails
 */
export async function regrantJson<T>(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdin = "",
): Promise<T> {
  const { exitCode, stdout, stderr } = await regrantInThread([...args, "--json"], env, stdin);
  if (exitCode !== 0) throw new Error(`regrant ${args.join(" ")} failed (${exitCode}):\n${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
