/** regrant secret: the operator's `SECRETS`. */
import { Command, InvalidArgumentError } from "commander";
import { readSecrets } from "../config.js";
import { rewrapTotp } from "../factors/rewrap.js";
import { rewrapKeys } from "../keys/by-hand.js";
import { listSigningKeys } from "../keys/signing-keys.sql.js";
import { rewrapProviderSecrets } from "../providers/secret.js";
import { deriveSecrets, newSecret } from "../secrets.js";
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
  const command = new Command("secret");
  command
    .command("init")
    .description("generate a value for SECRETS; needs no database or settings")
    .option("--name <name>", "name of the entry", entryName, `s${today()}`)
    // Not --env-file: Node.js 20 consumes that option itself, in any position.
    .option("--into <path>", "write it to this env file, readable by its owner only, instead of printing it")
    .option("--with <NAME>", "also generate a random value with this name (repeatable)", collectName, [])
    .option("--json", "print one JSON object")
    .action(initSecrets);
  command
    .command("rewrap")
    .description(
      "re-encrypt all signing keys, authenticator apps' secrets and providers' secrets under the first entry of SECRETS",
    )
    .option("--json", "print one JSON object")
    .action(rewrapSecrets);
  return command;
}

/** In UTC, like every time that Regrant prints. */
const today = (): string => new Date().toISOString().slice(0, 10).replaceAll("-", "");

function entryName(value: string): string {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(value)) return value;
  throw new InvalidArgumentError("Must be 1 to 64 letters, digits, _ . or -.");
}

function collectName(value: string, before: readonly string[]): string[] {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value) && value !== "SECRETS") return [...before, value];
  throw new InvalidArgumentError(
    "Must be the name of a setting other than SECRETS, such as POSTGRES_PASSWORD.",
  );
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
    return console.error(
      "Shown only once. Keep SECRETS safe: without it, all refresh tokens and signing keys are lost.",
    );
  }
  await addToEnvFile(into, settings);
  if (json) return printJson({ env_file: into, written });
  console.log(`Wrote ${written.join(" and ")} to ${into}, readable by its owner only.`);
  console.log("Keep a copy: without SECRETS, all refresh tokens and signing keys are lost.");
}

async function rewrapSecrets({ json }: { json?: true }): Promise<void> {
  const secrets = deriveSecrets(readSecrets(process.env));
  const { rewrapped, count, totp, providers } = await withDatabase(async (db) => ({
    rewrapped: await rewrapKeys(db, secrets, { actor: operatorActor() }),
    count: (await listSigningKeys(db)).length,
    totp: await rewrapTotp(db, secrets),
    providers: await rewrapProviderSecrets(db, secrets),
  }));
  const [{ name: first }, ...others] = secrets;
  const unneeded = others.map(({ name }) => name);
  if (json) {
    return printJson({
      secret: first,
      signing_keys: count,
      rewrapped: rewrapped.length,
      authenticators_rewrapped: totp,
      providers_rewrapped: providers,
      not_needed_by_signing_keys: unneeded,
    });
  }
  console.log(
    `Re-encrypted ${rewrapped.length} of ${count} signing keys. All of them are under "${first}" now.`,
  );
  console.log(`Re-encrypted the secrets of ${totp} authenticator apps.`);
  console.log(`Re-encrypted the secrets of ${providers} providers.`);
  if (unneeded.length === 0) return;
  console.log(
    `No signing key, authenticator app or provider needs ${unneeded.join(", ")} any more. Sessions last refreshed under them still do,`,
  );
  console.log(
    "until SESSION_IDLE_SECONDS after the last server wrote under them (docs/operations/keys.md, Rotate SECRETS).",
  );
}
