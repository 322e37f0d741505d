/** regrant provider: manages other OpenID providers that people may sign in with. */
import { buffer } from "node:stream/consumers";
import { Command } from "commander";
import { checkInput, InvalidInput } from "../administration/faults.js";
import { readIssuer, readSecrets } from "../config.js";
import { countIdentitiesOf } from "../providers/identities.sql.js";
import {
  changeProvider,
  deleteProvider,
  describeProvider,
  disableProvider,
  enableProvider,
  NewProviderBody,
  ProviderChanges,
  ProviderSecretBody,
  readProvider,
  registerProvider,
  setProviderSecret,
} from "../providers/providers.js";
import { listProviders, type Provider } from "../providers/providers.sql.js";
import { providerSettings } from "../providers/settings.js";
import { deriveSecrets } from "../secrets.js";
import { askUnseen } from "./ask-password.js";
import { CommandError } from "./command-error.js";
import { agree } from "./confirm.js";
import { printDeleted } from "./deletion.js";
import { operatorAct } from "./operator.js";
import { collect, printJson, printMembers, printTable } from "./output.js";
import { addressesOf, checkProvider } from "./provider-check.js";
import { membersSaid, type Said, withSettings } from "./setting-options.js";
import { withDatabase } from "./with-database.js";

interface Options {
  role?: string[];
  secretStdin?: true;
  yes?: true;
  json?: true;
}

export function providerCommand(): Command {
  const command = new Command("provider");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  const withSecret = (command: Command) =>
    command.option(
      "--secret-stdin",
      "read the client secret from standard input; drops one trailing newline",
    );
  withSecret(withOptions(sub("create", "let people sign in through a provider"), "create"))
    .argument("<id>", "its name in the addresses to register there, such as google")
    .action(create);
  sub("list", "list the providers").action(list);
  sub("show", "show a provider's settings, and the addresses to register there")
    .argument("<id>")
    .action(async (id: string, { json }: Options) =>
      print(await withDatabase((db) => readProvider(db, id)), json),
    );
  sub(
    "check",
    "ask the provider for its metadata and keys as a server would, and show the addresses to register there",
  )
    .argument("<id>")
    .action(async (id: string, { json }: Options) =>
      checkProvider(await withDatabase((db) => readProvider(db, id)), json),
    );
  withOptions(sub("update", "change the settings given; a list replaces the current one"), "change")
    .argument("<id>")
    .action(update);
  withSecret(sub("secret", "replace the client secret by one that the provider has issued"))
    .argument("<id>")
    .action(secret);
  sub("disable", "let nobody sign in through a provider, and end what was opened through it")
    .argument("<id>")
    .option("--yes", "do not ask")
    .action(disable);
  sub("enable", "let people sign in through a disabled provider again")
    .argument("<id>")
    .action(async (id: string, { json }: Options) =>
      print(await withDatabase((db) => enableProvider(db, id, operatorAct())), json, "Enabled the provider."),
    );
  sub("delete", "delete a provider with all links to it, and end what was opened through it")
    .argument("<id>")
    .option("--yes", "do not ask")
    .action(deleteOne);
  return command;
}

const withOptions = (command: Command, how: "create" | "change"): Command =>
  withSettings(command, providerSettings, how).option(
    "--role <group=role>",
    'the role that a group gives (repeatable; "" for none)',
    collect,
  );

const changesOf = (options: Options & Said): ProviderChanges => ({
  ...membersSaid(providerSettings, options),
  ...rolesOf(options.role),
});

/** Groups may contain an equals sign (cn=admins,dc=example), roles are what stands behind the last. */
function rolesOf(said: string[] | undefined): ProviderChanges {
  if (said === undefined) return {};
  const roles = said.filter(Boolean).map((text): [string, string] => {
    const at = text.lastIndexOf("=");
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new InvalidInput([{ pointer: "/roles", message: `"${text}" is not like group=role` }]);
  });
  return { roles: Object.fromEntries(roles) };
}

async function create(id: string, options: Options & Said): Promise<void> {
  const changes = changesOf(options);
  const missing = (["issuer", "client_id"] as const).filter((name) => changes[name] === undefined);
  if (missing.length > 0) {
    const flags = missing.map((name) => `--${name.replace("_", "-")}`).join(" and ");
    throw new CommandError(`a provider needs ${flags}`, { exitCode: 2 });
  }
  const client_secret = options.secretStdin ? await readSecret() : undefined;
  const body = { ...changes, id, ...(client_secret !== undefined && { client_secret }) } as NewProviderBody;
  checkInput(NewProviderBody, body);
  const secrets = client_secret === undefined ? null : deriveSecrets(readSecrets(process.env));
  const provider = await withDatabase((db) => registerProvider(db, secrets, body, operatorAct()));
  print(provider, options.json, "Added the provider. Servers show it within five seconds.");
}

async function update(id: string, options: Options & Said): Promise<void> {
  const changes = changesOf(options);
  checkInput(ProviderChanges, changes);
  const provider = await withDatabase((db) => changeProvider(db, id, changes, operatorAct()));
  print(provider, options.json, "Updated the provider.");
}

async function secret(id: string, { secretStdin, json }: Options): Promise<void> {
  const secrets = deriveSecrets(readSecrets(process.env));
  if (!secretStdin && !process.stdin.isTTY)
    throw new CommandError("no terminal to ask for the secret; pass it with --secret-stdin", { exitCode: 2 });
  const body = { client_secret: secretStdin ? await readSecret() : await askUnseen("Client secret: ") };
  checkInput(ProviderSecretBody, body);
  const provider = await withDatabase((db) =>
    setProviderSecret(db, secrets, id, body.client_secret, operatorAct()),
  );
  print(provider, json, "Replaced the client secret.");
}

const readSecret = async (): Promise<string> =>
  (await buffer(process.stdin))
    .toString()
    .replace(/^\uFEFF/, "")
    .replace(/\r?\n$/, "");

async function disable(id: string, { yes, json }: Options): Promise<void> {
  await agree(`This signs out everyone who has signed in through ${id}. Continue?`, yes);
  const { item, sessionsEnded } = await withDatabase((db) => disableProvider(db, id, operatorAct()));
  if (json) return printJson({ ...describeProvider(item), sessions_ended: sessionsEnded });
  console.log(`Disabled the provider. Sessions ended: ${sessionsEnded}.`);
}

async function deleteOne(id: string, { yes, json }: Options): Promise<void> {
  await withDatabase(async (db) => {
    const provider = await readProvider(db, id);
    const linked = await countIdentitiesOf(db, id);
    const who = linked === 0 ? "Nobody is" : `${linked}${linked < 1000 ? "" : " or more"} users are`;
    await agree(
      `${who} linked to ${id}; whoever has no other way to sign in needs a password then. Delete it? This cannot be undone.`,
      yes,
    );
    const { sessionsEnded } = await deleteProvider(db, id, operatorAct());
    printDeleted(`the provider ${id}`, describeProvider(provider), sessionsEnded, json);
  });
}

async function list({ json }: Options): Promise<void> {
  const providers = (await withDatabase(listProviders)).map(describeProvider);
  if (json) return printJson({ providers });
  printTable(
    providers.map(({ id, name, issuer, sign_up, disabled }) => ({ id, name, issuer, sign_up, disabled })),
    "There are no providers. To add one: regrant provider create <id> --issuer <uri> --client-id <client_id>",
  );
}

function print(provider: Provider, json: true | undefined, done?: string) {
  const addresses = addressesOf(readIssuer(process.env), provider.id);
  if (json) return printJson({ ...describeProvider(provider), ...addresses });
  if (done !== undefined) console.log(done);
  printMembers({ ...describeProvider(provider), ...addresses });
}
