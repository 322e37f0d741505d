/** What cannot be taken back is asked for once more. */
import { CommandError } from "./command-error.js";
import { confirm } from "./confirm.js";

/** @throws {CommandError} where the answer is no, or there is nobody to ask and no --yes */
export async function agree(question: string, yes: true | undefined): Promise<void> {
  if (yes || (await confirm(question))) return;
  throw new CommandError("nothing was changed");
}
