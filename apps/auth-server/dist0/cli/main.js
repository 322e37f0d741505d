#!/usr/bin/env node
/** The `regrant` command, for operators of the authorization server. */
import { keepLoopbackFromProxies, OAuthError } from "../shared/index.js";
import { CommanderError } from "commander";
import { failureInWords } from "../failure.js";
import { CommandError } from "./command-error.js";
import { createProgram } from "./program.js";
/** 0: done. 1: failed. 2: wrong usage. */
async function main() {
    try {
        await (await createProgram(process.argv[2])).parseAsync();
        return 0;
    }
    catch (cause) {
        const error = cause instanceof OAuthError ? await inOptions(cause) : cause;
        if (error instanceof CommanderError)
            return error.exitCode === 0 ? 0 : 2;
        console.error(`regrant: ${error instanceof CommandError ? error.message : failureInWords(error)}`);
        return error instanceof CommandError ? error.exitCode : 1;
    }
}
/** Loaded on demand: its imports take longer to load than most commands take to run. */
const inOptions = async (error) => (await import("./in-options.js")).inOptions(error);
// `regrant … | head`: the command goes on, and its exit code still counts.
for (const stream of [process.stdout, process.stderr]) {
    if (stream.listenerCount("error") > 0)
        continue; // main.ts was loaded before, by a test
    stream.on("error", (error) => {
        if (error.code !== "EPIPE")
            throw error;
    });
}
keepLoopbackFromProxies(process.env);
process.exitCode = await main();
//# sourceMappingURL=main.js.map