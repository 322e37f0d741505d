/**
 * Where a page leads next: back to the authorization request it came from, or to a page of the account, and nowhere else.
 *
 * Pages carry the request as a handle: compressed, so that even a large `state` fits through a proxy twice, and
 * complete, so that nothing is stored before sign-in. A handle proves nothing; its request is checked again.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { OAuthError } from "../shared/index.js";
import { decodeFormComponent, parseForm } from "./form.js";
const authorize = "/oauth2/authorize?";
/**
 * Bytes. A valid request has up to 8 KiB (checkLengths), each byte of which can take three here, plus an ampersand
 * per parameter. The limit stops decompression bombs.
 */
const mostUnpacked = 28_672;
export function destinationBehind(form) {
    const handle = form.get("continue") ?? "";
    return isAccountPage(handle) || isDevicePage(handle) ? handle : requestBehind(form);
}
const isAccountPage = (handle) => /^\/account(\/[a-z-]+)+$/.test(handle);
const isDevicePage = (handle) => /^\/device(\?user_code=[A-Z-]{9})?$/.test(handle);
/** The authorization request that a page leads back to; null if it leads to the account. */
export function requestBehind(form) {
    const handle = form.get("continue");
    const query = handle === undefined ? null : queryBehind(handle);
    return query === null ? null : parseForm(query);
}
/** The request's wish for a language, even where the rest of it is refused; null for none. */
export function uiLocalesBehind(handle) {
    const query = (handle === null ? null : queryBehind(handle))?.toString() ?? "";
    // Every page asks, those outside the admission control too: parsing what a short handle may unpack to takes a millisecond.
    const [, sent] = /(?:^|&)ui_locales=([^&]*)/.exec(query) ?? [];
    return sent === undefined ? null : decodeFormComponent(sent);
}
function queryBehind(handle) {
    // Pages of an older version had the request itself in their address.
    const query = handle.startsWith(authorize) ? Buffer.from(handle.slice(authorize.length)) : unpack(handle);
    return query === null || query.length > mostUnpacked ? null : query;
}
export const handleOf = (asked) => typeof asked === "string"
    ? asked
    : deflateRawSync(new URLSearchParams([...asked]).toString()).toString("base64url");
function unpack(handle) {
    try {
        return inflateRawSync(Buffer.from(handle, "base64url"), { maxOutputLength: mostUnpacked });
    }
    catch {
        return null; // not one of our handles
    }
}
/** The path that repeats the request, or the account's. */
export function pathTo(asked) {
    if (asked === null)
        return "/account";
    return typeof asked === "string" ? asked : `${authorize}continue=${handleOf(asked)}`;
}
/** Of a page that leads on to the request, or to the account. */
export const pathToPage = (page, asked) => asked === null ? page : `${page}?${new URLSearchParams({ continue: handleOf(asked) })}`;
/**
 * The request behind such a path; any other form unchanged.
 *
 * @throws {OAuthError} invalid_request if the handle was truncated
 */
export function resumed(form) {
    if (form.size !== 1 || !form.has("continue"))
        return form;
    const asked = requestBehind(form);
    if (asked !== null)
        return asked;
    throw new OAuthError("invalid_request", "This address is incomplete. Go back to the app and start again.", {
        reason: "request_malformed",
    });
}
/**
 * The request without the sign-in demands that were just met, so that they do not repeat forever. Anybody could have
 * asked without them in the first place: a client learns of the sign-in from `auth_time`, not from its request.
 */
export function withoutLogin(asked) {
    if (asked === null || typeof asked === "string")
        return asked;
    const rest = withoutPrompts(asked, ["login", "select_account", "create"]);
    rest.delete("max_age");
    return rest;
}
/** The request of a user who goes on with the account that is signed in. */
export const withoutSelection = (asked) => withoutPrompts(asked, ["select_account", "create"]);
function withoutPrompts(asked, met) {
    const rest = new Map(asked);
    const prompts = promptsOf(asked).filter((prompt) => !met.includes(prompt));
    if (prompts.length > 0)
        rest.set("prompt", prompts.join(" "));
    else
        rest.delete("prompt");
    return rest;
}
export const promptsOf = (asked) => (asked.get("prompt") ?? "").split(" ").filter(Boolean);
//# sourceMappingURL=continue-to.js.map