/** Public clients: the name alone, which proves nothing. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1 */
import type { Form } from "../../http/form.js";
import { isBasic } from "./basic-credentials.js";
import { type AuthenticationMethod, assertionUnexpected, nothingToSpend, refuseClient } from "./method.js";
import { isAssertionIn } from "./private-key-jwt.js";

/** Whether the request presents anything of the client beside its name. */
export const hasCredentials = (form: Form, authorization: string | undefined): boolean =>
  form.has("client_secret") || isAssertionIn(form) || (authorization !== undefined && isBasic(authorization));

export const none: AuthenticationMethod = {
  read(form, authorization) {
    const clientId = form.get("client_id");
    return clientId === undefined || hasCredentials(form, authorization) ? null : [{ clientId }];
  },
  async check(_client, { secret = "", assertion }) {
    if (assertion !== undefined) throw assertionUnexpected();
    // Libraries send an empty secret where they have none.
    if (secret === "") return nothingToSpend;
    throw refuseClient("client_secret_unexpected", "A public client has no secret to send.");
  },
  isByHeader: false,
  hasSecret: false,
};
