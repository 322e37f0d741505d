/** Confirmation of what cannot be undone. */
import { CommandError } from "./command-error.js";
import { confirm } from "./confirm.js";

/** @throws {CommandError} if the answer is no, or without a terminal and without --yes */
export async function agree(question: string, yes: true | undefined): Promise<void> {
  if (yes || (await confirm(question))) return;
  throw new CommandError("nothing was changed");
}
