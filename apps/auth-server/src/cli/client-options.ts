/** A client's settings: from command-line options to what the administration takes. */
import { type Command, Option } from "commander";
import type { ClientChanges } from "../administration/client-settings.js";
import { maxSessionSeconds } from "../administration/schemas.js";
import { maxAccessTokenSeconds } from "../config.js";
import { grantTypes } from "../grants/registry.js";
import { count, orNull, seconds } from "./numbers.js";
import { collect } from "./output.js";

export interface ClientOptions {
  name?: string;
  grant?: string[];
  scope?: string[];
  resource?: string[];
  redirectUri?: string[];
  allowUndottedSchemes?: boolean;
  refreshTokenDelivery?: "body" | "cookie";
  allowedOrigin?: string[];
  firstParty?: boolean;
  accessTokenSeconds?: number | "default";
  sessionIdleSeconds?: number | "default";
  sessionAbsoluteSeconds?: number | "default";
  onAddressChange?: "log" | "revoke" | "ignore" | "default";
  refreshBurst?: number | "default";
  onRefreshBurst?: "log" | "revoke" | "default";
}

/** A list replaces the current one. `default` restores the server's own setting. */
export function withClientOptions(command: Command): Command {
  const several = (flags: string, description: string) =>
    command.option(flags, `${description} (repeatable)`, collect);
  several("--grant <grant_type>", `allowed grant type: ${grantTypes.join(", ")}`);
  several("--scope <scope>", "allowed scope");
  several("--resource <uri>", "API to request tokens for; the first is the default");
  several(
    "--redirect-uri <uri>",
    "exact redirect URI for codes; any port on http loopback addresses and localhost",
  );
  several(
    "--allowed-origin <origin>",
    "origin of a browser app, such as https://app.example.com or tauri://localhost",
  );
  return command
    .addOption(
      new Option(
        "--refresh-token-delivery <how>",
        "in the response body, or in a cookie for browser apps (default: body)",
      ).choices(["body", "cookie"]),
    )
    .option(
      "--allow-undotted-schemes",
      "allow redirect URIs with a scheme without a dot (editor://callback). Any app on a device can claim such a scheme and receive the codes (RFC 8252 §8.4), so users must consent each time",
    )
    .option(
      "--first-party",
      "the client is the operator's own: no consent page; required by the password grant",
    )
    .option(
      "--access-token-seconds <seconds>",
      "lifetime of access tokens (default: ACCESS_TOKEN_SECONDS)",
      seconds(maxAccessTokenSeconds, "default"),
    )
    .option(
      "--session-idle-seconds <seconds>",
      "lifetime of a session without a refresh (default: SESSION_IDLE_SECONDS)",
      seconds(maxSessionSeconds, "default"),
    )
    .option(
      "--session-absolute-seconds <seconds>",
      "maximum lifetime of a session (default: SESSION_ABSOLUTE_SECONDS)",
      seconds(maxSessionSeconds, "default"),
    )
    .addOption(
      new Option(
        "--on-address-change <what>",
        "what to do when a session is refreshed from another network (default: ON_ADDRESS_CHANGE)",
      ).choices(["log", "revoke", "ignore", "default"]),
    )
    .option(
      "--refresh-burst <count>",
      "limit on refreshes within one access token's lifetime; 0: no limit (default: REFRESH_BURST)",
      count(1_000_000, "default"),
    )
    .addOption(
      new Option(
        "--on-refresh-burst <what>",
        "what to do beyond that limit (default: ON_REFRESH_BURST)",
      ).choices(["log", "revoke", "default"]),
    );
}

/** Only the options given. */
export function clientChanges(options: ClientOptions): ClientChanges {
  const said = {
    client_name: options.name,
    grant_types: unique(options.grant),
    scope: unique(options.scope)?.join(" "),
    resources: unique(options.resource),
    redirect_uris: unique(options.redirectUri),
    allow_undotted_schemes: options.allowUndottedSchemes,
    refresh_token_delivery: options.refreshTokenDelivery,
    allowed_origins: unique(options.allowedOrigin),
    first_party: options.firstParty,
    access_token_seconds: orNull(options.accessTokenSeconds),
    session_idle_seconds: orNull(options.sessionIdleSeconds),
    session_absolute_seconds: orNull(options.sessionAbsoluteSeconds),
    on_address_change: orNull(options.onAddressChange),
    refresh_burst: orNull(options.refreshBurst),
    on_refresh_burst: orNull(options.onRefreshBurst),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** A single empty string clears the list. */
const unique = (values: string[] | undefined) => values && [...new Set(values.filter(Boolean))];
