/** What an operator registers an API with. A new setting is an entry here, and a migration for its column. */
import { maxSessionSeconds } from "../administration/schemas.js";
import { optionalText, ownNumber, scope, structure, type ValuesOf } from "../administration/settings.js";
import { maxAccessTokenSeconds } from "../config.js";

const bound = { unit: "seconds", nullWord: "none" } as const;

export const resourceSettings = {
  name: optionalText("name", { flags: "--name <name>", help: "what people call it, on the consent page" }),
  scope: scope({ help: "the scope that it understands", option: null }),
  /** A scope's name → what it lets an app do, in words. */
  scopeDescriptions: structure<Readonly<Record<string, string>>, "scope_descriptions">("scope_descriptions", {
    help: "a scope's name → what it lets an app do, as the consent page says it",
    schema: {
      type: "object",
      propertyNames: { maxLength: 200 },
      additionalProperties: {
        type: "string",
        pattern: "^[^\\p{Cc}\\p{Cs}]{1,200}$",
        description: "1 to 200 characters in words",
      },
    },
    initial: {},
  }),
  accessTokenSeconds: ownNumber("access_token_seconds", [1, maxAccessTokenSeconds], {
    ...bound,
    help: "how long its access tokens live at most (default: none)",
  }),
  sessionIdleSeconds: ownNumber("session_idle_seconds", [1, maxSessionSeconds], {
    ...bound,
    help: "how long its sessions live at most without a refresh (default: none)",
  }),
  sessionAbsoluteSeconds: ownNumber("session_absolute_seconds", [1, maxSessionSeconds], {
    ...bound,
    help: "how long its sessions live at most (default: none)",
  }),
};

export type ResourceSettings = ValuesOf<typeof resourceSettings>;
