/**
 * HTTP Strict Transport Security. Browsers apply it to a host with all its ports, so it is not sent for this
 * machine's own names: it would break every other http program that a developer runs there.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6797#section-7.1
 */
import { isLoopbackHost } from "../shared/index.js";
/** Headers for every response of this issuer. */
export function transportSecurity(issuer) {
    const { protocol, hostname } = new URL(issuer);
    if (protocol !== "https:" || isLoopbackHost(hostname))
        return {};
    return { "strict-transport-security": "max-age=31536000" };
}
//# sourceMappingURL=transport-security.js.map