/** Asks for a password on the terminal without showing it. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./command-error.js";

/** @throws {CommandError} where there is no terminal to ask on */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CommandError("there is no terminal to ask for the password; pass it with --password-stdin", {
      exitCode: 2,
    });
  }
  return askUnseen("Password: ");
}

/** Ask on the terminal for one line, which does not appear there. */
export async function askUnseen(label: string): Promise<string> {
  process.stderr.write(label);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await prompt.question("");
  } finally {
    prompt.close();
    process.stderr.write("\n");
  }
}
