/** regrant resource: the APIs that access tokens are for. */
import { isScopeToken } from "@regrant/shared";
import { Command } from "commander";
import { checkInput, InvalidInput } from "../administration/faults.js";
import {
  changeResource,
  deleteResource,
  describeResource,
  dropPreviousResourceSecret,
  NewResourceBody,
  ResourceChanges,
  readResource,
  registerResource,
  rotateResourceSecret,
} from "../administration/resources.js";
import { maxSessionSeconds } from "../administration/schemas.js";
import { maxAccessTokenSeconds } from "../config.js";
import { listRegisteredResources, type RegisteredResource } from "../store/resources.js";
import { agree } from "./agree.js";
import { agreeToDelete, printDeleted } from "./deletion.js";
import { orNull, seconds } from "./numbers.js";
import { operatorAct } from "./operator-act.js";
import { collect, printJson, printMembers, printTable, shownOnce } from "./output.js";
import { withDatabase } from "./with-database.js";

interface Options {
  name?: string;
  scope?: string[];
  accessTokenSeconds?: number | "none";
  sessionIdleSeconds?: number | "none";
  sessionAbsoluteSeconds?: number | "none";
  dropPrevious?: true;
  yes?: true;
  json?: true;
}

export function resourceCommand(): Command {
  const command = new Command("resource").description("the APIs that access tokens are for");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  withSettings(sub("create", "register an API"))
    .argument("<uri>", "its identifier, the tokens' aud; usually its base URL")
    .action(createResource);
  sub("list", "list the registered APIs").action(list);
  sub("show", "show all settings of an API")
    .argument("<uri>")
    .action(async (uri: string, { json }: Options) =>
      print(await withDatabase((db) => readResource(db, uri)), json),
    );
  withSettings(sub("update", "change the settings that are given; the scope replaces the one that it has"))
    .argument("<uri>")
    .action(updateResource);
  sub("secret", "make a secret to introspect with and show it, once; the one before stays valid")
    .argument("<uri>")
    .option("--drop-previous", "instead: end the secret before the present one")
    .option("--yes", "with --drop-previous: do not ask")
    .action(secret);
  sub("delete", "delete an API with the sessions and consents for it; its clients lose access to it")
    .argument("<uri>")
    .option("--yes", "do not ask")
    .action(deleteOne);
  return command;
}

const withSettings = (command: Command): Command =>
  command
    .option("--name <name>", "what people call it, on the consent page")
    .option(
      "--scope <scope>",
      'a scope that it understands, with what it allows in words: notes:read="Read your notes"; repeat for more',
      collect,
    )
    .option(
      "--access-token-seconds <seconds>",
      "its access tokens live so long at most (default: none)",
      seconds(maxAccessTokenSeconds, "none"),
    )
    .option(
      "--session-idle-seconds <seconds>",
      "its sessions live so long at most without a refresh (default: none)",
      seconds(maxSessionSeconds, "none"),
    )
    .option(
      "--session-absolute-seconds <seconds>",
      "its sessions live so long at most (default: none)",
      seconds(maxSessionSeconds, "none"),
    );

/** Only what was said; an empty name is none. */
function changesOf(options: Options): ResourceChanges {
  const said = {
    name: options.name === "" ? null : options.name,
    ...scopeOf(options.scope),
    access_token_seconds: orNull(options.accessTokenSeconds),
    session_idle_seconds: orNull(options.sessionIdleSeconds),
    session_absolute_seconds: orNull(options.sessionAbsoluteSeconds),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** @throws {InvalidInput} where one of these is not a scope name (RFC 6749 §3.3) */
function scopeOf(described: string[] | undefined): ResourceChanges {
  if (described === undefined) return {};
  const scope = described.filter(Boolean).map((text): [string, string] => {
    const [token = "", ...words] = text.split("=");
    return [token, words.join("=").trim()];
  });
  const wrong = scope.find(([token]) => !isScopeToken(token));
  if (wrong !== undefined) {
    throw new InvalidInput([
      { pointer: "/scope", message: `"${wrong[0]}" is not one scope name; give each its own` },
    ]);
  }
  return {
    scope: [...new Set(scope.map(([token]) => token))].join(" "),
    scope_descriptions: Object.fromEntries(scope.filter(([, words]) => words !== "")),
  };
}

async function createResource(uri: string, options: Options): Promise<void> {
  const body = { ...changesOf(options), resource: uri };
  checkInput(NewResourceBody, body);
  const resource = await withDatabase((db) => registerResource(db, body, operatorAct()));
  print(resource, options.json, "Registered the resource.");
}

async function updateResource(uri: string, options: Options): Promise<void> {
  const changes = changesOf(options);
  checkInput(ResourceChanges, changes);
  const resource = await withDatabase((db) => changeResource(db, uri, changes, operatorAct()));
  print(resource, options.json, "Changed the resource.");
}

async function secret(uri: string, { dropPrevious, yes, json }: Options): Promise<void> {
  if (dropPrevious) {
    await agree(`Whoever still introspects with the previous secret of ${uri} is refused. Go on?`, yes);
    const resource = await withDatabase((db) => dropPreviousResourceSecret(db, uri, operatorAct()));
    return print(resource, json, "The previous secret has ended.");
  }
  const made = await withDatabase((db) => rotateResourceSecret(db, uri, operatorAct()));
  if (json) return printJson({ ...describeResource(made.item), resource_secret: made.secret });
  console.log("Made a secret. The one before, if there is one, stays valid until --drop-previous.");
  printMembers(describeResource(made.item), { resource_secret: shownOnce(made.secret) });
}

async function deleteOne(uri: string, { yes, json }: Options): Promise<void> {
  await withDatabase(async (db) => {
    const resource = await readResource(db, uri);
    const what = `the resource ${uri}`;
    await agreeToDelete(db, what, { resource: uri }, yes);
    const { sessionsEnded, clients } = await deleteResource(db, uri, operatorAct());
    printDeleted(what, { ...describeResource(resource), clients }, sessionsEnded, json);
  });
}

async function list({ json }: Options): Promise<void> {
  const resources = (await withDatabase(listRegisteredResources)).map(describeResource);
  if (json) return printJson({ resources });
  printTable(
    resources.map(({ resource, name, scope }) => ({ resource, name, scope })),
    "No resource is registered. Register one: regrant resource create <uri> --scope <scope>",
  );
}

function print(resource: RegisteredResource, json: true | undefined, done?: string) {
  if (json) return printJson(describeResource(resource));
  if (done !== undefined) console.log(done);
  printMembers(describeResource(resource));
}
