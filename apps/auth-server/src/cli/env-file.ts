/** Settings in an env file, as docker compose, systemd and `node --env-file` read it. */
import { readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { CommandError } from "./command-error.js";

type Settings = Readonly<Record<string, string>>;

/**
 * Add settings to a file that only its owner may read, which is made where it is missing. A line without a value, as
 * .env.example has them, is filled in.
 *
 * @throws {CommandError} where the file has a value for one of them, or cannot be written; then it is as it was
 */
export async function addToEnvFile(path: string, settings: Settings): Promise<void> {
  try {
    const before = await readFile(path, "utf8").catch(unlessMissing);
    const after = withSettings(path, before ?? "", settings);
    if (before === null) await writeFile(path, after, { flag: "wx", mode: 0o600 });
    else await replaceFile(await realpath(path), after);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    throw new CommandError(`cannot write ${path}: ${cause.message}`, { cause });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

function withSettings(path: string, before: string, settings: Settings): string {
  let text = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  for (const [name, value] of Object.entries(settings)) {
    const lines = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=(.*)$`, "gm");
    const found = [...text.matchAll(lines)];
    if (found.some(([, present = ""]) => !/^\s*(""|'')?\s*$/.test(present))) {
      throw new CommandError(`${path} has a value for ${name}, which is kept; nothing was written`);
    }
    const line = `${name}=${value}`;
    text = found.length > 0 ? text.replace(lines, () => line) : `${text}${line}\n`;
  }
  return text;
}

/** The whole file or nothing, and never for a moment readable to others. */
async function replaceFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    await writeFile(unfinished, text, { flag: "wx", mode: 0o600 });
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
