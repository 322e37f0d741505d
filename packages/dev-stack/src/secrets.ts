/** The value of the auth-server's setting `SECRETS`: `name:base64url` of 32 random bytes. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writePrivateFile } from "./private-file.js";

export function makeSecrets(name = "dev"): string {
  return `${name}:${randomBytes(32).toString("base64url")}`;
}

/** Reads the secrets in `file`, made at the first call: signing keys and refresh tokens depend on them. */
export function keepSecrets(file: string): string {
  if (!existsSync(file)) writePrivateFile(file, `${makeSecrets()}\n`);
  return readFileSync(file, "utf8").trim();
}
