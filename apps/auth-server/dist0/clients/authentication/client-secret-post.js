/** The secret in the body. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
import { checkSecret } from "./method.js";
export const clientSecretPost = {
    read(form) {
        const secret = form.get("client_secret");
        return secret === undefined ? null : [{ clientId: form.get("client_id") ?? "", secret }];
    },
    check: checkSecret,
    isByHeader: false,
};
//# sourceMappingURL=client-secret-post.js.map