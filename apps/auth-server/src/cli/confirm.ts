/** Asks on the terminal whether to go on. */
import { createInterface } from "node:readline";
import { CommandError } from "./command-error.js";

/**
 * Only y or yes is a yes; so the end of the input is a no.
 *
 * @throws {CommandError} where there is no terminal to ask on
 */
export function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CommandError("there is no terminal to ask on; say --yes", { exitCode: 2 });
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    prompt.once("close", () => resolve(false));
    prompt.question(`${question} [y/N] `, (answer) => {
      resolve(/^\s*y(es)?\s*$/i.test(answer));
      prompt.close();
    });
  });
}
