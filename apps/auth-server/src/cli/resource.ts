/** regrant resource: manages the APIs that access tokens are for. */

import { isScopeToken } from "@regrant/shared";
import { Command } from "commander";
import { checkInput, InvalidInput } from "../administration/faults.js";
import { deleteResource } from "../clients/delete-resource.js";
import {
  changeResource,
  describeResource,
  dropPreviousResourceSecret,
  NewResourceBody,
  ResourceChanges,
  readResource,
  registerResource,
  rotateResourceSecret,
} from "../resources/resources.js";
import { listRegisteredResources, type RegisteredResource } from "../resources/resources.sql.js";
import { resourceSettings } from "../resources/settings.js";
import { agree } from "./confirm.js";
import { agreeToDelete, printDeleted } from "./deletion.js";
import { operatorAct } from "./operator.js";
import { collect, printJson, printMembers, printTable, shownOnce } from "./output.js";
import { membersSaid, type Said, withSettings } from "./setting-options.js";
import { withDatabase } from "./with-database.js";

interface Options {
  scope?: string[];
  dropPrevious?: true;
  yes?: true;
  json?: true;
}

export function resourceCommand(): Command {
  const command = new Command("resource");
  const sub = (name: string, description: string) =>
    command.command(name).description(description).option("--json", "print one JSON object");
  withOptions(sub("create", "register an API"), "create")
    .argument("<uri>", "identifier (the aud of its tokens), usually its base URL")
    .action(createResource);
  sub("list", "list the APIs").action(list);
  sub("show", "show an API's settings")
    .argument("<uri>")
    .action(async (uri: string, { json }: Options) =>
      print(await withDatabase((db) => readResource(db, uri)), json),
    );
  withOptions(sub("update", "change the settings given; --scope replaces the current scope"), "change")
    .argument("<uri>")
    .action(updateResource);
  sub("secret", "create an introspection secret and show it once; the previous one stays valid")
    .argument("<uri>")
    .option("--drop-previous", "invalidate the previous secret instead")
    .option("--yes", "with --drop-previous: do not ask")
    .action(secret);
  sub("delete", "delete an API with its sessions and consents; clients lose access to it")
    .argument("<uri>")
    .option("--yes", "do not ask")
    .action(deleteOne);
  return command;
}

const withOptions = (command: Command, how: "create" | "change"): Command =>
  withSettings(
    command.option(
      "--scope <scope>",
      'scope of the API, with a description for users: notes:read="Read your notes" (repeatable)',
      collect,
    ),
    resourceSettings,
    how,
  );

const changesOf = (options: Options & Said): ResourceChanges => ({
  ...membersSaid(resourceSettings, options),
  ...scopeOf(options.scope),
});

/** @throws {InvalidInput} if one is not a scope name (RFC 6749 §3.3) */
function scopeOf(described: string[] | undefined): ResourceChanges {
  if (described === undefined) return {};
  const scope = described.filter(Boolean).map((text): [string, string] => {
    const [token = "", ...words] = text.split("=");
    return [token, words.join("=").trim()];
  });
  const wrong = scope.find(([token]) => !isScopeToken(token));
  if (wrong !== undefined) {
    throw new InvalidInput([
      { pointer: "/scope", message: `"${wrong[0]}" is not a single scope name; repeat --scope for each` },
    ]);
  }
  return {
    scope: [...new Set(scope.map(([token]) => token))].join(" "),
    scope_descriptions: Object.fromEntries(scope.filter(([, words]) => words !== "")),
  };
}

async function createResource(uri: string, options: Options & Said): Promise<void> {
  const body = { ...changesOf(options), resource: uri };
  checkInput(NewResourceBody, body);
  const resource = await withDatabase((db) => registerResource(db, body, operatorAct()));
  print(resource, options.json, "Registered the resource.");
}

async function updateResource(uri: string, options: Options & Said): Promise<void> {
  const changes = changesOf(options);
  checkInput(ResourceChanges, changes);
  const resource = await withDatabase((db) => changeResource(db, uri, changes, operatorAct()));
  print(resource, options.json, "Updated the resource.");
}

async function secret(uri: string, { dropPrevious, yes, json }: Options): Promise<void> {
  if (dropPrevious) {
    await agree(
      `Anything that still introspects with the previous secret of ${uri} will be refused. Continue?`,
      yes,
    );
    const resource = await withDatabase((db) => dropPreviousResourceSecret(db, uri, operatorAct()));
    return print(resource, json, "The previous secret is no longer valid.");
  }
  const made = await withDatabase((db) => rotateResourceSecret(db, uri, operatorAct()));
  if (json) return printJson({ ...describeResource(made.item), resource_secret: made.secret });
  console.log(
    "Created a secret. A previous one stays valid until: regrant resource secret <uri> --drop-previous",
  );
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
    "There are no resources. To register one: regrant resource create <uri> --scope <scope>",
  );
}

function print(resource: RegisteredResource, json: true | undefined, done?: string) {
  if (json) return printJson(describeResource(resource));
  if (done !== undefined) console.log(done);
  printMembers(describeResource(resource));
}
