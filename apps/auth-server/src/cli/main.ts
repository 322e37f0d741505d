#!/usr/bin/env node
/** The `regrant` command, for operators of the authorization server. */
import { keepLoopbackFromProxies, OAuthError } from "@regrant/shared";
import { CommanderError } from "commander";
import { CommandError } from "./command-error.js";
import { createProgram } from "./program.js";

/** 0: done. 1: failed. 2: wrong usage. */
async function main(): Promise<number> {
  try {
    await (await createProgram(process.argv.slice(2))).parseAsync();
    return 0;
  } catch (cause) {
    const error = cause instanceof OAuthError ? await inOptions(cause) : cause;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const isOurs = error instanceof CommandError;
    console.error(`regrant: ${isOurs ? error.message : await inWords(error)}`);
    return isOurs ? error.exitCode : 1;
  }
}

// Loaded on demand: their imports take longer to load than most commands take to run.
const inOptions = async (error: OAuthError): Promise<Error> =>
  (await import("./in-options.js")).inOptions(error);
const inWords = async (error: unknown): Promise<string> =>
  (await import("../failure.js")).failureInWords(error);

// `regrant … | head`: the command goes on, and its exit code still counts.
for (const stream of [process.stdout, process.stderr]) {
  if (stream.listenerCount("error") > 0) continue; // main.ts was loaded before, by a test
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
keepLoopbackFromProxies(process.env);
process.exitCode = await main();
