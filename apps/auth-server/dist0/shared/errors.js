/** A refusal: `code` is the wire's `error`; `reason` identifies the check that failed (see reasons.ts). */
import { statusOf } from "./error-codes.js";
const brand = Symbol.for("regrant.OAuthError");
/**
 * A refusal. Thrown where the fault is found, answered by the app's error handler.
 *
 * `message` is sent as `error_description`, so it must be safe to show; RFC 6749 §5.2 allows printable ASCII without
 * `"` and `\`.
 */
export class OAuthError extends Error {
    name = "OAuthError";
    code;
    reason;
    status;
    headers;
    constructor(code, description, options) {
        super(description, { cause: options.cause });
        this.code = code;
        this.reason = options.reason;
        this.status = options.status ?? statusOf[code];
        this.headers = options.headers ?? {};
        Object.defineProperty(this, brand, { value: true });
    }
}
/**
 * An app can load several copies of this class, because each published package contains one, as ESM and as CommonJS.
 * So `instanceof` checks a brand; subclasses keep their own check.
 */
Object.defineProperty(OAuthError, Symbol.hasInstance, {
    value(value) {
        if (this !== OAuthError)
            return Function.prototype[Symbol.hasInstance].call(this, value);
        return typeof value === "object" && value !== null && brand in value;
    },
});
