/** regrant client: manages the applications that request tokens. */
import { Command, Option } from "commander";
import type { WithSecret } from "../administration/act.js";
import { checkInput } from "../administration/faults.js";
import {
  authenticationMethodNames,
  type TokenEndpointAuthMethod,
} from "../clients/authentication/methods.js";
import {
  changeClient,
  deleteClient,
  disableClient,
  dropPreviousClientSecret,
  enableClient,
  readClient,
  registerClient,
  rotateClientSecret,
} from "../clients/clients.js";
import { type Client, listClients } from "../clients/clients.sql.js";
import { ClientChanges, describeClient, NewClientBody } from "../clients/representation.js";
import { clientSettings } from "../clients/settings.js";
import { readIssuer } from "../config.js";
import { agree } from "./confirm.js";
import { agreeToDelete, printDeleted } from "./deletion.js";
import { readKeySet } from "./key-set-file.js";
import { operatorAct } from "./operator.js";
import { printJson, printMembers, printTable, shownOnce } from "./output.js";
import { membersSaid, type Said, withSettings } from "./setting-options.js";
import { withDatabase } from "./with-database.js";

interface Common {
  json?: true;
  yes?: true;
}

export function clientCommand(): Command {
  const command = new Command("client");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  withSettings(
    sub("create", "register a client and show its secret once")
      .option("--id <client_id>", "client_id (default: derived from the name)")
      .option(
        "--public",
        "register without a secret or keys, for apps on phones and in browsers, which cannot keep them",
      )
      .addOption(
        new Option(
          "--auth, --token-endpoint-auth-method <method>",
          "how it authenticates (default: client_secret_basic; with --profile fapi2: private_key_jwt)",
        )
          .choices(authenticationMethodNames)
          .conflicts("public"),
      )
      .addOption(jwksFile()),
    clientSettings,
    "create",
  ).action(createClient);
  sub("list", "list the clients").action(list);
  sub("show", "show a client's settings")
    .argument("<client_id>")
    .action(async (id: string, { json }: Common) =>
      print(await withDatabase((db) => readClient(db, id)), json),
    );
  withSettings(
    sub("update", "change the settings given; a list replaces the current one")
      .argument("<client_id>")
      .addOption(jwksFile()),
    clientSettings,
    "change",
  ).action(updateClient);
  addSecretCommands(command);
  sub("disable", "refuse all requests and end all sessions at once")
    .argument("<client_id>")
    .option("--yes", "do not ask")
    .action(disable);
  sub("delete", "delete a client with its sessions and consents")
    .argument("<client_id>")
    .option("--yes", "do not ask")
    .action(deleteOne);
  sub("enable", "let a disabled client request tokens again; ended sessions stay ended")
    .argument("<client_id>")
    .action(async (id: string, { json }: Common) =>
      print(await withDatabase((db) => enableClient(db, id, operatorAct())), json, "Enabled the client."),
    );
  return command;
}

function addSecretCommands(command: Command): void {
  const secret = command.command("secret").description("manage a client's secrets");
  secret
    .command("rotate")
    .description("create a new secret and show it once; the previous one stays valid until dropped")
    .argument("<client_id>")
    .option("--json", "print one JSON object")
    .action(async (id: string, { json }: Common) =>
      printSecret(
        await withDatabase((db) => rotateClientSecret(db, id, operatorAct())),
        json,
        "Created a new secret. The previous one stays valid until: regrant client secret drop-previous",
      ),
    );
  secret
    .command("drop-previous")
    .description("invalidate the previous secret")
    .argument("<client_id>")
    .option("--yes", "do not ask")
    .option("--json", "print one JSON object")
    .action(async (id: string, { json, yes }: Common) => {
      await agree(`Anything that still uses the previous secret of ${id} will be refused. Continue?`, yes);
      const client = await withDatabase((db) => dropPreviousClientSecret(db, id, operatorAct()));
      print(client, json, "The previous secret is no longer valid.");
    });
}

const jwksFile = () =>
  new Option(
    "--jwks-file <file>",
    "the client's public keys, for private_key_jwt: a file with a JWK Set (RFC 7517) or one JWK",
  ).conflicts("jwksUri");

interface WithKeys {
  jwksFile?: string;
  jwksUri?: string;
}

/** The keys are in one place: to name one is to leave the other. */
const keysSaid = ({ jwksFile, jwksUri }: WithKeys) => ({
  ...(jwksFile !== undefined && { jwks: readKeySet(jwksFile), jwks_uri: null }),
  ...(jwksUri && { jwks: null }),
});

interface NewClientOptions extends Common, WithKeys {
  id?: string;
  public?: true;
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod;
}

async function createClient(options: NewClientOptions & Said) {
  const method = options.public ? "none" : options.tokenEndpointAuthMethod;
  const body: NewClientBody = {
    client_name: "",
    grant_types: [],
    ...membersSaid(clientSettings, options),
    ...keysSaid(options),
    ...(method !== undefined && { token_endpoint_auth_method: method }),
    ...(options.id !== undefined && { client_id: options.id }),
  };
  checkInput(NewClientBody, body);
  const made = await withDatabase((db) => registerClient(db, readIssuer(process.env), body, operatorAct()));
  printSecret(made, options.json, "Registered the client.");
}

async function updateClient(id: string, options: Common & WithKeys & Said): Promise<void> {
  const changes = { ...membersSaid(clientSettings, options), ...keysSaid(options) };
  checkInput(ClientChanges, changes);
  print(
    await withDatabase((db) => changeClient(db, readIssuer(process.env), id, changes, operatorAct())),
    options.json,
    "Updated the client. Servers apply the change within five seconds.",
  );
}

async function disable(id: string, { json, yes }: Common): Promise<void> {
  await agree(`This signs out everyone who uses ${id}. Continue?`, yes);
  const { item, sessionsEnded } = await withDatabase((db) => disableClient(db, id, operatorAct()));
  if (json) return printJson({ ...describeClient(item), sessions_ended: sessionsEnded });
  console.log(`Disabled the client. Sessions ended: ${sessionsEnded}.`);
}

async function deleteOne(id: string, { yes, json }: Common): Promise<void> {
  await withDatabase(async (db) => {
    const client = await readClient(db, id);
    const what = `the client ${id}`;
    await agreeToDelete(db, what, { clientId: id }, yes);
    printDeleted(what, describeClient(client), await deleteClient(db, id, operatorAct()), json);
  });
}

async function list({ json }: Common): Promise<void> {
  const clients = (await withDatabase(listClients)).map(describeClient);
  if (json) return printJson({ clients });
  const rows = clients.map((client) => ({
    client_id: client.client_id,
    client_name: client.client_name,
    origin: client.origin,
    confidential: client.confidential,
    grants: client.grant_types.join(" "),
    scope: client.scope,
    resources: client.resources.join(" "),
    disabled: client.disabled,
  }));
  printTable(
    rows,
    "There are no clients. To register one: regrant client create --name <name> --grant <grant_type>",
  );
}

function print(client: Client, json: true | undefined, done?: string) {
  if (json) return printJson(describeClient(client));
  if (done !== undefined) console.log(done);
  printMembers(describeClient(client));
}

function printSecret(
  { item, secret }: WithSecret<Client, string | null>,
  json: true | undefined,
  done: string,
) {
  if (json) return printJson({ ...describeClient(item), ...(secret !== null && { client_secret: secret }) });
  console.log(done);
  printMembers(describeClient(item), secret === null ? {} : { client_secret: shownOnce(secret) });
}
