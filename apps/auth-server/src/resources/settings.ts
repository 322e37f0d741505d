/** The settings of an API. A new one is an entry here, and a migration for its column. */
import { signingAlgorithms } from "@regrant/shared";
import {
  flag,
  list,
  optionalText,
  ownNumber,
  scope,
  shortText,
  structure,
  type ValuesOf,
  word,
} from "../administration/settings.js";
import { maxAccessTokenSeconds, maxSessionSeconds } from "../bounds.js";

const bound = { unit: "seconds", nullWord: "none" } as const;

export const resourceSettings = {
  name: optionalText("name", { flags: "--name <name>", help: "display name, shown on the consent page" }),
  scope: scope({ help: "scope of the API", option: null }),
  /** A scope's name → what it lets an app do, in words. */
  scopeDescriptions: structure<Readonly<Record<string, string>>, "scope_descriptions">("scope_descriptions", {
    help: "scope names → what they allow an app to do, shown on the consent page",
    schema: {
      type: "object",
      propertyNames: { maxLength: 200 },
      additionalProperties: shortText("in words"),
    },
    initial: {},
  }),
  open: flag("open", {
    help: "whether clients that nobody registered may ask for its open scope, after a user's consent",
  }),
  openScope: list("open_scope", {
    flags: "--open-scope <scope>",
    items: { type: "string", maxLength: 200 },
    help: "the part of its scope that such clients may have",
  }),
  accessTokenSeconds: ownNumber("access_token_seconds", [1, maxAccessTokenSeconds], {
    ...bound,
    help: "upper limit on the lifetime of its access tokens (default: none)",
  }),
  sessionIdleSeconds: ownNumber("session_idle_seconds", [1, maxSessionSeconds], {
    ...bound,
    help: "upper limit on its sessions' lifetime without a refresh (default: none)",
  }),
  sessionAbsoluteSeconds: ownNumber("session_absolute_seconds", [1, maxSessionSeconds], {
    ...bound,
    help: "upper limit on its sessions' lifetime (default: none)",
  }),
  signingAlg: word("signing_alg", signingAlgorithms, {
    help: "the algorithm that its access tokens are signed with (RFC 7518 §3.1, RFC 8037); the API's verifier has to accept it first (default: RS256)",
  }),
  requireDpop: flag("require_dpop", {
    help: "issue access tokens for it only to clients that prove a key, and bound to that (DPoP, RFC 9449)",
  }),
};

export type ResourceSettings = ValuesOf<typeof resourceSettings>;
