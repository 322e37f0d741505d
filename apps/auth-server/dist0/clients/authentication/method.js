/** What each way of client authentication is; a secret is checked here for both that have one. */
import { timingSafeEqual } from "node:crypto";
import { OAuthError } from "../../shared/index.js";
import { hashSecret } from "../../secrets.js";
export const secretReasons = {
    client_secret_missing: "This client has to authenticate with its secret.",
    client_secret_mismatch: "The client secret is wrong.",
    client_secret_unexpected: "A public client has no secret to send.",
};
/** A client with a secret may send it in the header or in the body, whichever it was registered with. */
export function checkSecret(accepted, secret) {
    if (secret === undefined)
        return "client_secret_missing";
    const hash = hashSecret(secret);
    return accepted.some((known) => timingSafeEqual(known, hash)) ? null : "client_secret_mismatch";
}
export const refuseClient = (reason, description) => new OAuthError("invalid_client", description, { reason });
/** The same refusal, with the challenge that RFC 6749 §5.2 wants where the header was used. */
export const challenge = (error) => new OAuthError(error.code, error.message, {
    reason: error.reason,
    headers: { "www-authenticate": 'Basic realm="regrant", charset="UTF-8"' },
});
//# sourceMappingURL=method.js.map