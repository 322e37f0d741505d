/** What an operator registers a client with. A new setting is an entry here, and a migration for its column. */

import { maxSessionSeconds } from "../administration/schemas.js";
import {
  flag,
  list,
  type MembersOf,
  ownNumber,
  ownWord,
  scope,
  text,
  type ValuesOf,
  word,
} from "../administration/settings.js";
import { maxAccessTokenSeconds } from "../config.js";
import { grantTypes } from "./grant-types.js";

const uri = { type: "string", maxLength: 2000 };

export const clientSettings = {
  name: text("client_name", { column: "name", flags: "--name <name>", help: "what people call it" }),
  grantTypes: list("grant_types", {
    flags: "--grant <grant_type>",
    items: { type: "string", enum: grantTypes },
    minItems: 1,
    help: `the grants that it may use: ${grantTypes.join(", ")}`,
  }),
  scope: scope({ help: "the scope that it may ask for" }),
  /** URIs of registered resources. The first is the default (RFC 8707 §2). */
  resources: list("resources", {
    column: null,
    flags: "--resource <uri>",
    items: { type: "string", maxLength: 1000 },
    minItems: 1,
    help: "the APIs that it may ask tokens for, the first by default",
  }),
  firstParty: flag("first_party", {
    help: "it is the operator's own: no consent page; the password grant needs this",
  }),
  /** Matched letter for letter, but for the port on loopback addresses. */
  redirectUris: list("redirect_uris", {
    flags: "--redirect-uri <uri>",
    items: uri,
    help: "where codes may be sent, letter for letter; any port on http loopback addresses and localhost",
  }),
  allowUndottedSchemes: flag("allow_undotted_schemes", {
    help: "its redirect URIs may have a private-use scheme without a dot (editor://callback); any app on a device may claim such a scheme and get codes sent to it (RFC 8252 §8.4), so users are asked each time",
  }),
  /** `cookie`: the refresh token travels in an HttpOnly cookie only (browser apps). */
  refreshTokenDelivery: word("refresh_token_delivery", ["body", "cookie"], {
    help: "how it gets refresh tokens: in the answer's body or, for browser apps, in a cookie",
  }),
  allowedOrigins: list("allowed_origins", {
    flags: "--allowed-origin <origin>",
    items: uri,
    help: "where a browser app runs, as in the Origin header: https://app.example.com or tauri://localhost",
  }),
  accessTokenSeconds: ownNumber("access_token_seconds", [1, maxAccessTokenSeconds], {
    unit: "seconds",
    help: "life of its access tokens (default: ACCESS_TOKEN_SECONDS)",
  }),
  sessionIdleSeconds: ownNumber("session_idle_seconds", [1, maxSessionSeconds], {
    unit: "seconds",
    help: "how long a session lives without a refresh (default: SESSION_IDLE_SECONDS)",
  }),
  sessionAbsoluteSeconds: ownNumber("session_absolute_seconds", [1, maxSessionSeconds], {
    unit: "seconds",
    help: "how long a session lives at most (default: SESSION_ABSOLUTE_SECONDS)",
  }),
  onAddressChange: ownWord("on_address_change", ["log", "revoke", "ignore"], {
    help: "what a refresh from elsewhere does to the session (default: ON_ADDRESS_CHANGE)",
  }),
  refreshBurst: ownNumber("refresh_burst", [0, 1_000_000], {
    unit: "count",
    help: "how many refreshes within one access token's life are too many; 0: no limit (default: REFRESH_BURST)",
  }),
  onRefreshBurst: ownWord("on_refresh_burst", ["log", "revoke"], {
    help: "what too many refreshes do to the session (default: ON_REFRESH_BURST)",
  }),
};

/** What a client's settings are to the server. */
export type ClientSettings = ValuesOf<typeof clientSettings>;
/** What they are to the admin API. */
export type ClientMembers = MembersOf<typeof clientSettings>;
