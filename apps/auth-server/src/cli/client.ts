/** regrant client: the applications that ask for tokens. */
import { isScopeWithin } from "@regrant/shared";
import { Command, InvalidArgumentError, Option } from "commander";
import { maxAccessTokenSeconds } from "../config.js";
import { grantTypes } from "../grants/registry.js";
import { newSecret } from "../secrets.js";
import { type Client, insertClient, listClients, type NewClient } from "../store/clients.js";
import type { Pool } from "../store/database.js";
import { listResources } from "../store/resources.js";
import { brokenConstraint, CommandError } from "./command-error.js";
import { type CreateClientOptions, newClient } from "./new-client.js";
import { collect, printFields, printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

export function clientCommand(): Command {
  const command = new Command("client").description("the applications that ask for tokens");
  command
    .command("create")
    .description("register an application; shows its secret, once")
    .requiredOption("--name <name>", "what people call it")
    .option("--id <client_id>", "its client_id (default: made from the name)")
    .option(
      "--grant <grant_type>",
      `a grant that it may use: ${grantTypes.join(", ")}; repeat for more`,
      collect,
      [],
    )
    .option("--scope <scope>", "a scope that it may ask for; repeat for more", collect, [])
    .option(
      "--resource <uri>",
      "an API that it may ask tokens for, the first by default; repeat for more",
      collect,
      [],
    )
    .option(
      "--redirect-uri <uri>",
      "where codes may be sent, letter for letter; repeat for more",
      collect,
      [],
    )
    .addOption(
      new Option("--refresh-token-delivery <how>", "in the answer's body, or for browser apps in a cookie")
        .choices(["body", "cookie"])
        .default("body"),
    )
    .option(
      "--allowed-origin <origin>",
      "where a browser app runs, like https://app.example.com; repeat for more",
      collect,
      [],
    )
    .option("--public", "it cannot keep a secret (an app on a phone, in a browser): it gets none")
    .option("--first-party", "it is the operator's own; the password grant wants this")
    .option(
      "--access-token-seconds <seconds>",
      "life of its access tokens (default: ACCESS_TOKEN_SECONDS)",
      seconds,
    )
    .option("--json", "print one JSON object")
    .action(createClient);
  command
    .command("list")
    .description("list the registered applications")
    .option("--json", "print one JSON object")
    .action(async ({ json }: { json?: true }) => {
      const clients = (await withDatabase(listClients)).map(describe);
      if (json) return printJson({ clients });
      const rows = clients.map(({ client_id, client_name, confidential, grant_types, scope, resources }) => {
        return {
          client_id,
          client_name,
          confidential,
          grants: grant_types.join(" "),
          scope,
          resources: resources.join(" "),
        };
      });
      printTable(
        rows,
        "No client is registered. Register one: regrant client create --name <name> --grant <grant_type>",
      );
    });
  return command;
}

async function createClient(options: CreateClientOptions): Promise<void> {
  const secret = options.public ? null : newSecret();
  const client = newClient(options, secret);
  await withDatabase(async (db) => {
    await checkTargets(db, client);
    await insertClient(db, client);
  }).catch((cause: unknown) => {
    if (brokenConstraint(cause) !== "clients_pkey") throw cause;
    throw new CommandError(`there is a client ${client.clientId} already; choose another --id`, { cause });
  });
  const described = describe({
    ...client,
    resources: client.resources.map((uri) => ({ uri })),
    disabledAt: null,
  });
  if (options.json) return printJson({ ...described, ...(secret !== null && { client_secret: secret }) });
  console.log("Registered the client.");
  printFields({
    client_id: client.clientId,
    ...(secret !== null && { client_secret: `${secret}   (shown once: only its hash is kept)` }),
    grants: client.grantTypes.join(" "),
    scope: client.scope.join(" ") || "–",
    resources: client.resources.join(" ") || "–",
  });
}

async function checkTargets(db: Pool, { resources, scope }: NewClient): Promise<void> {
  const registered = await listResources(db);
  const missing = resources.find((uri) => !registered.some((known) => known.uri === uri));
  if (missing !== undefined) {
    throw new CommandError(
      `the resource ${missing} is not registered; register it: regrant resource create ${missing}`,
    );
  }
  const offered = registered.filter(({ uri }) => resources.includes(uri)).flatMap((known) => known.scope);
  const unknown = scope.find((token) => !isScopeWithin([token], offered));
  if (unknown !== undefined) {
    throw new CommandError(
      `none of its resources has the scope ${unknown}; they have: ${offered.join(" ") || "none"}`,
    );
  }
}

type Described = Omit<Client, "createdAt" | "resources"> & {
  readonly resources: readonly { readonly uri: string }[];
};

const describe = (client: Described) => ({
  client_id: client.clientId,
  client_name: client.name,
  confidential: client.secretHashes.length > 0,
  grant_types: client.grantTypes,
  scope: client.scope.join(" "),
  resources: client.resources.map(({ uri }) => uri),
  first_party: client.firstParty,
  redirect_uris: client.redirectUris,
  refresh_token_delivery: client.refreshTokenDelivery,
  allowed_origins: client.allowedOrigins,
  access_token_seconds: client.accessTokenSeconds,
  disabled: client.disabledAt !== null,
});

function seconds(value: string): number {
  const parsed = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (parsed >= 1 && parsed <= maxAccessTokenSeconds) return parsed;
  throw new InvalidArgumentError(`A whole number of seconds from 1 to ${maxAccessTokenSeconds}.`);
}
