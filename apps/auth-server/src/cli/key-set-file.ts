/** The public keys of a client or a trusted issuer, from a file. */
import { readFileSync } from "node:fs";
import { isObject } from "@regrant/shared";
import type { PublicKeys } from "../assertions/public-keys.js";
import { CommandError } from "./command-error.js";

/** One key alone is taken for a set of it. Whether it is a set of public keys, the act checks. @throws {CommandError} */
export function readKeySet(path: string): PublicKeys {
  const value = parseJson(path);
  return isObject(value) && "kty" in value ? { keys: [value] } : (value as PublicKeys);
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    // The message of a syntax error quotes the file, which may be a private key.
    const why = error instanceof SyntaxError ? "has no JSON in it" : "cannot be read";
    throw new CommandError(`--jwks-file: ${path} ${why}`, { exitCode: 2 });
  }
}
