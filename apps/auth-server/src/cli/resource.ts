/** regrant resource: the APIs that access tokens are for. */
import { isScopeToken } from "@regrant/shared";
import { Command } from "commander";
import { insertResource, listResources, type NewResource } from "../store/resources.js";
import { brokenConstraint, CommandError } from "./command-error.js";
import { collect, printFields, printJson, printTable } from "./output.js";
import { withDatabase } from "./with-database.js";

export function resourceCommand(): Command {
  const command = new Command("resource").description("the APIs that access tokens are for");
  command
    .command("create")
    .description("register an API")
    .argument("<uri>", "its identifier, the tokens' aud; usually its base URL")
    .option("--name <name>", "what people call it, on the consent page")
    .option(
      "--scope <scope>",
      'a scope that it understands, with what it allows in words: notes:read="Read your notes"; repeat for more',
      collect,
      [],
    )
    .option("--json", "print one JSON object")
    .action(async (uri: string, { name, scope, json }: { name?: string; scope: string[]; json?: true }) => {
      const resource = checkResource(uri, name ?? null, scope);
      await withDatabase((db) => insertResource(db, resource)).catch((cause: unknown) => {
        if (brokenConstraint(cause) !== "resources_pkey") throw cause;
        throw new CommandError(`the resource ${uri} is registered already; see: regrant resource list`, {
          cause,
        });
      });
      if (json) return printJson(describe(resource));
      console.log("Registered the resource.");
      printFields({ resource: uri, scope: resource.scope.join(" ") || "–" });
    });
  command
    .command("list")
    .description("list the registered APIs")
    .option("--json", "print one JSON object")
    .action(async ({ json }: { json?: true }) => {
      const resources = (await withDatabase(listResources)).map(describe);
      if (json) return printJson({ resources });
      printTable(
        resources,
        "No resource is registered. Register one: regrant resource create <uri> --scope <scope>",
      );
    });
  return command;
}

const describe = ({ uri, name, scope }: NewResource) => ({ resource: uri, name, scope: scope.join(" ") });

/** RFC 8707 §2: an absolute URI without a fragment. */
function checkResource(uri: string, name: string | null, described: readonly string[]): NewResource {
  if (!URL.canParse(uri) || uri.includes("#") || /\s/.test(uri)) {
    throw new CommandError(`"${uri}" is not an absolute URI like https://notes.example.com`, { exitCode: 2 });
  }
  const scope = described.map((text): [string, string] => {
    const [token = "", ...words] = text.split("=");
    return [token, words.join("=").trim()];
  });
  checkScope(scope.map(([token]) => token));
  return {
    uri,
    name,
    scope: [...new Set(scope.map(([token]) => token))],
    scopeDescriptions: Object.fromEntries(scope.filter(([, words]) => words !== "")),
  };
}

/** @throws {CommandError} where one of these is not a scope name (RFC 6749 §3.3) */
export function checkScope(scope: readonly string[]): void {
  const wrong = scope.find((token) => !isScopeToken(token));
  if (wrong === undefined) return;
  throw new CommandError(`"${wrong}" is not one scope name; give each with its own --scope`, { exitCode: 2 });
}
