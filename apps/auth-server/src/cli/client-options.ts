/** The settings of a client as options, and as what the administration takes. */
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

/** Lists are given whole, also where a client has one already. `default` is the server's own setting. */
export function withClientOptions(command: Command): Command {
  const several = (flags: string, description: string) =>
    command.option(flags, `${description}; repeat for more`, collect);
  several("--grant <grant_type>", `a grant that it may use: ${grantTypes.join(", ")}`);
  several("--scope <scope>", "a scope that it may ask for");
  several("--resource <uri>", "an API that it may ask tokens for, the first by default");
  several(
    "--redirect-uri <uri>",
    "where codes may be sent, letter for letter; any port on http loopback and localhost",
  );
  several(
    "--allowed-origin <origin>",
    "where a browser app runs, like https://app.example.com or tauri://localhost",
  );
  return command
    .addOption(
      new Option(
        "--refresh-token-delivery <how>",
        "in the answer's body, or for browser apps in a cookie (default: body)",
      ).choices(["body", "cookie"]),
    )
    .option(
      "--allow-undotted-schemes",
      "its redirect URIs may have a scheme without a dot (editor://callback): any app on a device may claim such a scheme and get codes sent to it (RFC 8252 §8.4), so users are asked each time",
    )
    .option("--first-party", "it is the operator's own; the password grant wants this")
    .option(
      "--access-token-seconds <seconds>",
      "life of its access tokens (default: ACCESS_TOKEN_SECONDS)",
      seconds(maxAccessTokenSeconds, "default"),
    )
    .option(
      "--session-idle-seconds <seconds>",
      "how long a session lives without a refresh (default: SESSION_IDLE_SECONDS)",
      seconds(maxSessionSeconds, "default"),
    )
    .option(
      "--session-absolute-seconds <seconds>",
      "how long a session lives at most (default: SESSION_ABSOLUTE_SECONDS)",
      seconds(maxSessionSeconds, "default"),
    )
    .addOption(
      new Option(
        "--on-address-change <what>",
        "what a refresh from elsewhere does (default: ON_ADDRESS_CHANGE)",
      ).choices(["log", "revoke", "ignore", "default"]),
    )
    .option(
      "--refresh-burst <count>",
      "how many refreshes within one access token's life are too many; 0: never (default: REFRESH_BURST)",
      count(1_000_000, "default"),
    )
    .addOption(
      new Option(
        "--on-refresh-burst <what>",
        "what too many refreshes do (default: ON_REFRESH_BURST)",
      ).choices(["log", "revoke", "default"]),
    );
}

/** Only what was said. */
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

/** One empty name is an empty list. */
const unique = (values: string[] | undefined) => values && [...new Set(values.filter(Boolean))];
