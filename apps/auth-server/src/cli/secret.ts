/** regrant secret: the operator's `SECRETS`. */
import { Command, InvalidArgumentError } from "commander";
import { readSecrets } from "../config.js";
import { rewrapKeys } from "../keys/by-hand.js";
import { deriveKeys, newSecret } from "../secrets.js";
import { listSigningKeys } from "../store/signing-keys.js";
import { addToEnvFile } from "./env-file.js";
import { operatorActor } from "./operator.js";
import { printJson } from "./output.js";
import { withDatabase } from "./with-database.js";

interface InitOptions {
  name: string;
  into?: string;
  with: string[];
  json?: true;
}

export function secretCommand(): Command {
  const command = new Command("secret").description(
    "SECRETS, on which refresh tokens and signing keys depend",
  );
  command
    .command("init")
    .description("make a value for SECRETS; needs no database and no settings")
    .option("--name <name>", "the entry's name", entryName, `s${today()}`)
    // Not --env-file: Node.js 20 takes that for its own, wherever it stands.
    .option("--into <path>", "add it to this env file, which only its owner may read, instead of showing it")
    .option("--with <NAME>", "one more random value, under this name; repeat for more", collectName, [])
    .option("--json", "print one JSON object")
    .action(initSecrets);
  command
    .command("rewrap")
    .description("encrypt the signing keys under the first entry of SECRETS, so that no key needs another")
    .option("--json", "print one JSON object")
    .action(rewrapSecrets);
  return command;
}

/** In UTC, like every time that Regrant shows. */
const today = (): string => new Date().toISOString().slice(0, 10).replaceAll("-", "");

function entryName(value: string): string {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(value)) return value;
  throw new InvalidArgumentError("1 to 64 letters, digits, _ . or -.");
}

function collectName(value: string, before: readonly string[]): string[] {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value) && value !== "SECRETS") return [...before, value];
  throw new InvalidArgumentError("The name of a setting other than SECRETS, like POSTGRES_PASSWORD.");
}

async function initSecrets({ name, into, with: more, json }: InitOptions): Promise<void> {
  const settings = {
    SECRETS: `${name}:${newSecret()}`,
    ...Object.fromEntries(more.map((other) => [other, newSecret()])),
  };
  const written = Object.keys(settings);
  if (into === undefined) {
    if (json) return printJson(settings);
    for (const [setting, value] of Object.entries(settings)) console.log(`${setting}=${value}`);
    return console.error("Shown once. Keep SECRETS: every refresh token and signing key depends on it.");
  }
  await addToEnvFile(into, settings);
  if (json) return printJson({ env_file: into, written });
  console.log(`Wrote ${written.join(" and ")} to ${into}, which only its owner may read.`);
  console.log("Keep a copy: every refresh token and signing key depends on SECRETS.");
}

async function rewrapSecrets({ json }: { json?: true }): Promise<void> {
  const keys = deriveKeys(readSecrets(process.env));
  const { rewrapped, count } = await withDatabase(async (db) => ({
    rewrapped: await rewrapKeys(db, keys, { actor: operatorActor() }),
    count: (await listSigningKeys(db)).length,
  }));
  const [{ name: first }, ...others] = keys;
  const unneeded = others.map(({ name }) => name);
  if (json) {
    return printJson({
      secret: first,
      signing_keys: count,
      rewrapped: rewrapped.length,
      not_needed_by_signing_keys: unneeded,
    });
  }
  console.log(
    `Encrypted ${rewrapped.length} of ${count} signing keys anew; all of them are under "${first}" now.`,
  );
  if (unneeded.length === 0) return;
  console.log(
    `No signing key needs: ${unneeded.join(", ")}. Sessions that were last refreshed under them still do,`,
  );
  console.log(
    "until SESSION_IDLE_SECONDS after the last server wrote under them (docs/operations/keys.md, Rotate SECRETS).",
  );
}
