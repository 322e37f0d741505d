/** The secret in the Authorization header. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
import { isBasic, parseBasicCredentials } from "./basic-credentials.js";
import { type AuthenticationMethod, challenge, checkSecret, refuseClient } from "./method.js";

export const clientSecretBasic: AuthenticationMethod = {
  read(_form, authorization) {
    if (authorization === undefined || !isBasic(authorization)) return null;
    const readings = parseBasicCredentials(authorization);
    if (readings !== null) return readings;
    throw challenge(
      refuseClient("client_authentication_malformed", "The Authorization header is not a Basic credential."),
    );
  },
  check: checkSecret,
  isByHeader: true,
  hasSecret: true,
};
