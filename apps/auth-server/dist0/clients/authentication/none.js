/** Public clients: the name alone, which proves nothing. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1 */
import { isBasic } from "./basic-credentials.js";
export const none = {
    read(form, authorization) {
        const clientId = form.get("client_id");
        const isOther = form.has("client_secret") || (authorization !== undefined && isBasic(authorization));
        return clientId === undefined || isOther ? null : [{ clientId, secret: undefined }];
    },
    // Libraries send an empty secret where they have none.
    check: (_accepted, secret) => (secret === undefined || secret === "" ? null : "client_secret_unexpected"),
    isByHeader: false,
};
//# sourceMappingURL=none.js.map