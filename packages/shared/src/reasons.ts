/**
 * Every reason for which Regrant refuses a request: a stable id, what happened, and what to do.
 *
 * The ids appear in logs, metrics and `error_uri`. docs/errors.md and the pages under `/errors/` are generated from this
 * table. Never rename an id or change its meaning.
 */

import { administrationReasons } from "./reasons/administration.js";
import { authorizationCodeReasons } from "./reasons/authorization-code.js";
import { authorizationRequestReasons } from "./reasons/authorization-request.js";
import { clientReasons } from "./reasons/client.js";
import { dpopReasons } from "./reasons/dpop.js";
import type { ReasonEntry } from "./reasons/entry.js";
import { grantReasons } from "./reasons/grant.js";
import { providerReasons } from "./reasons/providers.js";
import { registrationReasons } from "./reasons/registration.js";
import { requestReasons } from "./reasons/request.js";
import { resourceServerReasons } from "./reasons/resource-server.js";
import { serverReasons } from "./reasons/server.js";

export type { ReasonEntry } from "./reasons/entry.js";

export const reasons = {
  ...requestReasons,
  ...clientReasons,
  ...grantReasons,
  ...authorizationRequestReasons,
  ...authorizationCodeReasons,
  ...providerReasons,
  ...registrationReasons,
  ...serverReasons,
  ...resourceServerReasons,
  ...dpopReasons,
  ...administrationReasons,
} as const satisfies Record<string, ReasonEntry>;

export type Reason = keyof typeof reasons;
