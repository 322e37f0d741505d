/** By `token_endpoint_auth_method` (RFC 7591 §2). A new method is a file beside this and a line here. */
import { clientSecretBasic } from "./client-secret-basic.js";
import { clientSecretPost } from "./client-secret-post.js";
import { none } from "./none.js";
export const authenticationMethods = {
    client_secret_basic: clientSecretBasic,
    client_secret_post: clientSecretPost,
    none,
};
export const authenticationMethodNames = Object.keys(authenticationMethods);
//# sourceMappingURL=methods.js.map