#!/usr/bin/env node
/** The `regrant` command: what operators do to the authorization server's database. */
import { keepLoopbackFromProxies, OAuthError } from "@regrant/shared";
import { CommanderError } from "commander";
import { ConfigError } from "../config.js";
import { SigningKeyError } from "../keys/signing-key.js";
import { isDatabaseAway } from "../store/database.js";
import { CommandError } from "./command-error.js";
import { createProgram } from "./program.js";

/** 0 done · 1 could not be done · 2 the command was not understood. */
async function main(): Promise<number> {
  try {
    await (await createProgram(process.argv[2])).parseAsync();
    return 0;
  } catch (cause) {
    const error = cause instanceof OAuthError ? await inOptions(cause) : cause;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`regrant: ${explain(error)}`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

/** Loaded with the first refusal: what it needs takes longer to load than most commands to run. */
const inOptions = async (error: OAuthError): Promise<Error> =>
  (await import("./in-options.js")).inOptions(error);

/** SQLSTATE of: no such database, wrong password, no such role. */
const refusals = new Set(["3D000", "28P01", "28000"]);

function explain(error: unknown): string {
  if ([CommandError, ConfigError, SigningKeyError].some((told) => error instanceof told))
    return (error as Error).message;
  if (isDatabaseAway(error))
    return `the database does not answer; check DATABASE_URL and that it runs (${error})`;
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && refusals.has(String(error.code)))
    return `the database refuses the connection; check DATABASE_URL (${error.message})`;
  return error.stack ?? error.message;
}

// `regrant … | head`: whoever reads has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
keepLoopbackFromProxies(process.env);
process.exitCode = await main();
