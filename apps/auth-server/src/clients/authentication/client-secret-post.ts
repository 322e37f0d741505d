/** The secret in the body. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
import { type AuthenticationMethod, checkSecret } from "./method.js";

export const clientSecretPost: AuthenticationMethod = {
  read(form) {
    const secret = form.get("client_secret");
    return secret === undefined ? null : [{ clientId: form.get("client_id") ?? "", secret }];
  },
  check: checkSecret,
  isByHeader: false,
  hasSecret: true,
};
