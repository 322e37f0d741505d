/** Asks for confirmation on the terminal. */
import { createInterface } from "node:readline";
import { CommandError } from "./command-error.js";
/**
 * Only y or yes confirms; the end of the input declines.
 *
 * @throws {CommandError} without a terminal
 */
export function confirm(question) {
    if (!process.stdin.isTTY)
        throw new CommandError("no terminal to ask on; confirm with --yes", { exitCode: 2 });
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    return new Promise((resolve) => {
        prompt.once("close", () => resolve(false));
        prompt.question(`${question} [y/N] `, (answer) => {
            resolve(/^\s*y(es)?\s*$/i.test(answer));
            prompt.close();
        });
    });
}
/** @throws {CommandError} if the answer is no, or without a terminal and without --yes */
export async function agree(question, yes) {
    if (yes || (await confirm(question)))
        return;
    throw new CommandError("nothing was changed");
}
//# sourceMappingURL=confirm.js.map