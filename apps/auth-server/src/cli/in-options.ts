/** Translates refusals to the command line: API members become options. */
import type { OAuthError } from "@regrant/shared";
import { InvalidInput } from "../administration/faults.js";
import { CommandError } from "./command-error.js";

const options: Readonly<Record<string, string>> = {
  "confidential: false": "--public",
  access_token_seconds: "--access-token-seconds",
  allow_undotted_schemes: "--allow-undotted-schemes",
  allowed_origins: "--allowed-origin",
  client_id: "--id",
  client_name: "--name",
  first_party: "--first-party",
  grant_types: "--grant",
  name: "--name",
  on_address_change: "--on-address-change",
  on_refresh_burst: "--on-refresh-burst",
  redirect_uris: "--redirect-uri",
  refresh_burst: "--refresh-burst",
  refresh_token_delivery: "--refresh-token-delivery",
  resources: "--resource",
  roles: "--role",
  scope: "--scope",
  scope_descriptions: "--scope",
  session_absolute_seconds: "--session-absolute-seconds",
  session_idle_seconds: "--session-idle-seconds",
};

/** Names that are not ordinary words, and so can be replaced inside a sentence. */
const members = new RegExp(
  Object.keys(options)
    .filter((name) => /[_:]/.test(name))
    .map((name) => `\\b${name}\\b`)
    .join("|"),
  "g",
);
const translated = (message: string) => message.replace(members, (name) => options[name] ?? name);

/** Wrong options are wrong usage (exit code 2); anything else is a failure (1). */
export function inOptions(error: OAuthError): CommandError {
  const message =
    error instanceof InvalidInput
      ? error.faults
          .map(({ pointer, message }) => `${optionOf(pointer)}${translated(message)}`)
          .join("\nregrant: ")
      : translated(error.message);
  return new CommandError(message, { exitCode: error.status === 400 ? 2 : 1, cause: error });
}

function optionOf(pointer: string): string {
  const [, member = ""] = pointer.split("/");
  return member === "" ? "" : `${options[member] ?? member}: `;
}
