/** Words refusals for the command line: a member of the API is an option here. */
import type { OAuthError } from "@regrant/shared";
import { InvalidInput, worded } from "../administration/faults.js";
import { clientSettings } from "../clients/settings.js";
import { resourceSettings } from "../resources/settings.js";
import { CommandError } from "./command-error.js";
import { flagsOf } from "./setting-options.js";

const options: Readonly<Record<string, string>> = {
  ...flagsOf(resourceSettings),
  ...flagsOf(clientSettings),
  claims: "--claim",
  client_id: "--id",
  "confidential: false": "--public",
  jwks: "--jwks-file",
  roles: "--role",
  token_endpoint_auth_method: "--auth",
  scope_descriptions: "--scope",
};

const nameOption = (member: string): string => options[member] ?? member;

/** Wrong options are wrong usage (exit code 2); anything else is a failure (1). */
export function inOptions(error: OAuthError): CommandError {
  const message =
    error instanceof InvalidInput ? error.faults.map(inWords).join("\nregrant: ") : error.message;
  return new CommandError(message, { exitCode: error.status === 400 ? 2 : 1, cause: error });
}

function inWords({ pointer, message }: InvalidInput["faults"][number]): string {
  const [, member = ""] = pointer.split("/");
  const words = worded(message, nameOption);
  return member === "" ? words : `${nameOption(member)}: ${words}`;
}
