/** Runs programs of this repository that should exit by themselves. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const programs = {
  authServer: "apps/auth-server/dist/server.js",
  resourceServer: "apps/resource-server/dist/server.js",
  regrant: "apps/auth-server/dist/cli/main.js",
} as const;

export interface Ended {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
}

const killAfterMs = 20_000;

/** Runs a program with only these settings. If it does not exit, it is killed and its code is null. */
export async function runToEnd(
  program: keyof typeof programs,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ended> {
  const script = fileURLToPath(new URL(`../../${programs[program]}`, import.meta.url));
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: killAfterMs,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output: out + errors };
}
