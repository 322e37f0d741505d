/** Detects requests that a browser sends before anybody wants the page; they must not use anything up. */
import { OAuthError } from "../shared/index.js";
/** `Sec-Purpose` is the standard (`prefetch;prerender`); browsers have sent the others as well. */
const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
/** @see https://fetch.spec.whatwg.org/#sec-purpose-header */
export const isPrefetch = ({ headers }) => purposes.some((name) => /\b(prefetch|prerender|preview)\b/i.test(String(headers[name] ?? "")));
/**
 * Browsers discard a refused prefetch and ask again when the person goes there. A 204 they would keep and show as nothing.
 *
 * @throws {OAuthError} invalid_request
 */
export function refusePrefetch(request) {
    if (!isPrefetch(request))
        return;
    throw new OAuthError("invalid_request", "Prefetching was refused; open the link to continue.", {
        reason: "prefetch_refused",
        status: 403,
    });
}
//# sourceMappingURL=prefetch.js.map