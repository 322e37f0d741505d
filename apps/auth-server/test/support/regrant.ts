/**
 * Runs the built `regrant` command. In threads that have it loaded, for loading it takes longer than most of what it
 * does; `regrantProcess` starts it as operators do.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import pLimit from "p-limit";
import { expect } from "vitest";

export const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string>>;

const idle: Worker[] = [];
const atOnce = pLimit(2);

/**
 * `env` is all the environment it gets, `stdin` what is typed into it. Not seen here: a signal, and a command that is
 * done and does not end.
 */
export const regrant = (args: readonly string[], env: Env = {}, stdin = ""): Promise<CommandResult> =>
  atOnce(async () => {
    const worker = idle.pop() ?? new Worker(new URL("regrant-thread.mjs", import.meta.url), { env: {} });
    worker.unref();
    worker.postMessage({ program, args, env, stdin });
    const [result] = await once(worker, "message");
    idle.push(worker);
    return result;
  });

/** The same in a process of its own. */
export async function regrantProcess(
  args: readonly string[],
  env: Env = {},
  stdin = "",
): Promise<CommandResult> {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: "pipe" });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  // A command that does not read its input may have ended before.
  child.stdin.on("error", () => {}).end(stdin);
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, stdout, stderr };
}

/** One of several results. */
export const ran = (result: CommandResult | undefined): CommandResult => {
  if (result === undefined) throw new Error("no such result");
  return result;
};

/** The one JSON object that stdout is. */
export function json({ exitCode, stdout, stderr }: CommandResult): Record<string, unknown> {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout);
}

/** It says what is wrong, in words, and exits with this code. */
export function expectFailure(result: CommandResult, exitCode: 1 | 2, message: RegExp): void {
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result).toMatchObject({ exitCode, stdout: "" });
}
