/** What a new password must be, for the pages on which people choose one. */
import { OAuthError } from "../shared/index.js";
import { commonPasswordFault } from "./common-passwords.js";
import { faultOfNewPassword } from "./password-text.js";
/**
 * @param email of the account
 * @throws {OAuthError} invalid_request: password_unsuitable, password_common
 */
export async function checkNewPassword(password, email) {
    const fault = faultOfNewPassword(password);
    if (fault !== null) {
        throw new OAuthError("invalid_request", `The new password ${fault}.`, { reason: "password_unsuitable" });
    }
    const common = await commonPasswordFault(password, email);
    if (common !== null) {
        throw new OAuthError("invalid_request", `The new password ${common}.`, { reason: "password_common" });
    }
}
//# sourceMappingURL=new-password.js.map