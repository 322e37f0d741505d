/** Runs the auth-server's command line, `regrant`, and reads the JSON that it prints. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { checkBuilt, cliScript, repository } from "./paths.js";

export interface RegrantOptions {
  /** The settings of the command: `DATABASE_URL`, and `SECRETS` for `migrate`. */
  readonly env: Readonly<Record<string, string>>;
  /** Written to its standard input, such as a password for `--password-stdin`. */
  readonly input?: string;
}

/**
 * Runs `regrant` with these arguments and returns what it printed.
 *
 * @throws Error with its stderr where it fails
 */
export async function runRegrant(args: readonly string[], options: RegrantOptions): Promise<string> {
  checkBuilt(cliScript);
  const child = spawn(process.execPath, [cliScript, ...args], {
    cwd: repository,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  // A command that reads no input may have ended before this is written.
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`regrant ${args.join(" ")} failed (${code}):\n${errors.trim()}`);
  return output;
}

/** As {@link runRegrant}, with `--json`. */
export async function runRegrantJson<T>(args: readonly string[], options: RegrantOptions): Promise<T> {
  return JSON.parse(await runRegrant([...args, "--json"], options)) as T;
}
