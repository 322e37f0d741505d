/** Asks for a password on the terminal without showing it. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./command-error.js";

/** Standard input, where somebody types. */
type Terminal = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Ask twice: a typing error would lock the user out. @throws {CommandError} without a terminal, or where the two differ */
export async function askPassword(terminal: Terminal = process.stdin): Promise<string> {
  if (!terminal.isTTY) {
    throw new CommandError("no terminal to ask for the password; pass it with --password-stdin", {
      exitCode: 2,
    });
  }
  const password = await askUnseen("Password: ", terminal);
  if ((await askUnseen("Repeat the password: ", terminal)) === password) return password;
  throw new CommandError("the two passwords differ; nothing was changed");
}

/** Ask on the terminal for one line, which does not appear there. */
export async function askUnseen(label: string, terminal: Terminal = process.stdin): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: terminal, output: unseen, terminal: true });
  process.stderr.write(label); // from here on the terminal echoes nothing
  try {
    return await prompt.question("");
  } finally {
    prompt.close();
    process.stderr.write("\n");
  }
}
