/** Asks for a password on the terminal without echoing it. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./command-error.js";
/** Ask twice, since a typo would lock the user out. @throws {CommandError} without a terminal, or if the two differ */
export async function askPassword(terminal = process.stdin) {
    if (!terminal.isTTY) {
        throw new CommandError("no terminal to ask for the password; pass it with --password-stdin", {
            exitCode: 2,
        });
    }
    const password = await askUnseen("Password: ", terminal);
    if ((await askUnseen("Repeat the password: ", terminal)) === password)
        return password;
    throw new CommandError("the passwords do not match; nothing was changed");
}
/** Ask for one line on the terminal, without echoing it. */
export async function askUnseen(label, terminal = process.stdin) {
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
    const prompt = createInterface({ input: terminal, output: unseen, terminal: true });
    process.stderr.write(label); // the terminal has stopped echoing
    try {
        return await prompt.question("");
    }
    finally {
        prompt.close();
        process.stderr.write("\n");
    }
}
//# sourceMappingURL=ask-password.js.map