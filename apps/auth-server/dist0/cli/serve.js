/** regrant serve: runs the server in this process. */
import { Command } from "commander";
export function serveCommand() {
    return new Command("serve")
        .description("start the server; reads its settings from the environment")
        .action(async () => {
        // Importing server.ts starts it; it handles signals and exit codes itself.
        await import("../server.js");
    });
}
//# sourceMappingURL=serve.js.map