/**
 * Forms sent to protocol endpoints: application/x-www-form-urlencoded, UTF-8, each parameter once.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 * @see https://www.rfc-editor.org/rfc/rfc6749#appendix-B
 */
import { isUtf8 } from "node:buffer";
import { OAuthError } from "../shared/index.js";
/**
 * Parse a form body.
 *
 * @throws {OAuthError} invalid_request for broken encoding or a repeated parameter; invalid_target for a repeated
 * `resource` or its synonym: RFC 8707 §2 allows several, but here a token is for one API
 */
export function parseForm(body) {
    if (!isUtf8(body))
        throw encodingInvalid();
    const form = new Map();
    const seen = new Set();
    for (const pair of body.toString("utf8").split("&")) {
        if (pair === "")
            continue;
        const equals = pair.indexOf("=");
        const name = decode(equals === -1 ? pair : pair.slice(0, equals));
        if (seen.has(name))
            throw repeated(name);
        seen.add(name);
        const value = equals === -1 ? "" : decode(pair.slice(equals + 1));
        if (value !== "")
            form.set(name, value);
    }
    return form;
}
/** The parameter's value. @throws {OAuthError} invalid_request if it is missing or empty */
export function required(form, name) {
    const value = form.get(name);
    if (value !== undefined)
        return value;
    throw new OAuthError("invalid_request", `The parameter ${name} is missing.`, {
        reason: "parameter_missing",
    });
}
function decode(text) {
    const value = decodeFormComponent(text);
    // No parameter contains a NUL, and PostgreSQL's text cannot store one.
    if (value === null || value.includes("\0"))
        throw encodingInvalid();
    return value;
}
/** Decode a name or value. @returns null if the percent-encoding is broken or not UTF-8 */
export function decodeFormComponent(text) {
    if (!text.includes("%") && !text.includes("+"))
        return text;
    try {
        return decodeURIComponent(text.replaceAll("+", " "));
    }
    catch {
        return null;
    }
}
const encodingInvalid = () => new OAuthError("invalid_request", "The form is not well-formed UTF-8 in percent-encoding.", {
    reason: "encoding_invalid",
});
function repeated(name) {
    if (["resource", "audience", "aud"].includes(name)) {
        const description = `There is more than one ${name}; an access token here is for one resource.`;
        return new OAuthError("invalid_target", description, {
            reason: "resource_repeated",
        });
    }
    const shown = /^[a-z_]{1,32}$/.test(name) ? `The parameter ${name}` : "A parameter";
    return new OAuthError("invalid_request", `${shown} was sent more than once.`, {
        reason: "parameter_repeated",
    });
}
//# sourceMappingURL=form.js.map