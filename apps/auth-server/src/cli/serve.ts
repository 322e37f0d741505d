/** regrant serve: runs the server in this process. */
import { Command } from "commander";

export function serveCommand(): Command {
  return new Command("serve").action(async () => {
    // Importing server.ts starts it; it handles signals and exit codes itself.
    await import("../server.js");
  });
}
