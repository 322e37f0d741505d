/** regrant serve: start the server, in this process, until it is told to stop. */
import { Command } from "commander";

export function serveCommand(): Command {
  return new Command("serve")
    .description("start the server; its settings come from the environment")
    .action(async () => {
      // server.ts is the process itself, with its signals and exit codes: it starts when it is loaded.
      await import("../server.js");
    });
}
