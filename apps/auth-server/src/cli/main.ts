#!/usr/bin/env node
/** The `regrant` command: what operators do to the authorization server's database. */
import { OAuthError } from "@regrant/shared";
import { CommanderError } from "commander";
import { ConfigError } from "../config.js";
import { SigningKeyError } from "../keys/signing-key.js";
import { isDatabaseAway } from "../store/database.js";
import { CommandError } from "./command-error.js";
import { inOptions } from "./in-options.js";
import { createProgram } from "./program.js";

/** 0 done · 1 could not be done · 2 the command was not understood. */
async function main(): Promise<number> {
  try {
    await createProgram().parseAsync();
    return 0;
  } catch (cause) {
    const error = cause instanceof OAuthError ? inOptions(cause) : cause;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`regrant: ${explain(error)}`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

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

process.exitCode = await main();
