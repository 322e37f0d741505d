/** Runs the built `regrant` command: in a thread that has loaded it, or in a process as operators do. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type RegrantResult, regrantInThread } from "@regrant/dev-stack";
import { expect } from "vitest";

export const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export type CommandResult = RegrantResult;
type Env = Readonly<Record<string, string>>;

/** `env` is its whole environment, `stdin` its input. */
export const regrant = (args: readonly string[], env: Env = {}, stdin = ""): Promise<CommandResult> =>
  regrantInThread(args, env, stdin);

/** The same in a process, which must also exit. */
export async function regrantProcess(
  args: readonly string[],
  env: Env = {},
  stdin = "",
): Promise<CommandResult> {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: "pipe" });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  // A command that does not read its input may have exited already.
  child.stdin.on("error", () => {}).end(stdin);
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, stdout, stderr };
}

/** One of several results. */
export const ran = (result: CommandResult | undefined): CommandResult => {
  if (result === undefined) throw new Error("no such result");
  return result;
};

/** The JSON object on stdout. */
export function json({ exitCode, stdout, stderr }: CommandResult): Record<string, unknown> {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout);
}

/** Expect an explanation in words and this exit code. */
export function expectFailure(result: CommandResult, exitCode: 1 | 2, message: RegExp): void {
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result).toMatchObject({ exitCode, stdout: "" });
}
