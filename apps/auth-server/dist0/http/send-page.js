import helmet from "helmet";
import Negotiator from "negotiator";
import { uiLocalesBehind } from "./continue-to.js";
import { chooseLanguage } from "./views/languages.js";
import { goingOnPage, refusalPage } from "./views/message.js";
const setHeaders = helmet({
    contentSecurityPolicy: false, // each page has its own
    crossOriginOpenerPolicy: false, // an app may wait for the pop-up that a page is in
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: false,
});
/** What redirects between pages have, too. */
export function protectPage(reply) {
    setHeaders(reply.request.raw, reply.raw, () => { });
    reply.header("cache-control", "no-store");
}
/**
 * In which language to answer: by the authorization request's `ui_locales`, wherever the page carries it, then by the browser's
 * wish. Never fails, so that a page about a broken request has one, too.
 */
export function textsOf({ headers, url, body }) {
    const parameters = new URLSearchParams(Buffer.isBuffer(body) ? body.toString() : url.split("?", 2)[1]);
    const asked = parameters.get("ui_locales") ?? uiLocalesBehind(parameters.get("continue"));
    return chooseLanguage(asked, headers["accept-language"]);
}
/**
 * Whether a person waits for the answer: few programs ask for HTML before anything else. Java's HttpURLConnection does, so the
 * account API answers in JSON whatever is asked for.
 */
export const wantsPage = ({ method, headers, url }) => ["GET", "HEAD"].includes(method) &&
    !url.startsWith("/account/api/") &&
    headers.accept !== undefined &&
    new Negotiator({ headers: { accept: headers.accept } }).mediaType(["application/json", "text/html"]) ===
        "text/html";
/** Beside what other parts of the server have said. */
export function addVary(reply, name) {
    reply.header("vary", [reply.getHeader("vary") ?? [], name].flat().join(", "));
}
export function sendPage({ frame }, reply, view, { leadsToApp = false } = {}) {
    const texts = textsOf(reply.request);
    const content = view(texts);
    const policy = {
        ...frame.contentSecurityPolicy,
        ...(content.script !== undefined && { "script-src": [content.script.source] }),
    };
    const csp = Object.entries(policy)
        .filter(([name]) => !(leadsToApp && name === "form-action"))
        .map(([name, sources]) => `${name} ${sources.join(" ")}`);
    addVary(reply, "Accept-Language");
    return reply
        .headers({
        "content-security-policy": csp.join("; "),
        "content-language": texts.language,
    })
        .type("text/html; charset=utf-8")
        .send(frame.draw(content, texts));
}
/** Pages that an app's request leads through. */
const fromApps = ["/oauth2/authorize", "/login", "/login/factor", "/login/passkey", "/sign-up", "/consent"];
/** A refusal as a page, with a way to ask again where that may help. */
export function sendRefusal(context, reply, error) {
    const { request } = reply;
    const view = refusalPage({
        error,
        requestId: request.id,
        at: new Date(context.now()),
        fromApp: fromApps.includes(request.routeOptions.url ?? ""),
        again: addressOfPage(request, error),
    });
    return sendPage(context, reply.code(error.status).headers(error.headers), view);
}
/** Where the page is to be had whose form or address was refused; null where it would be refused again. */
function addressOfPage({ method, url: asked, body, routeOptions }, { status }) {
    if (method !== "POST")
        return status >= 500 || status === 429 ? pathAndQuery(asked) : null;
    const url = routeOptions.url ?? "";
    if (url.startsWith("/account"))
        return "/account";
    const page = url === "/login/passkey" ? "/login" : url;
    if (!["/login", "/login/factor", "/sign-up", "/consent", "/logout"].includes(page))
        return null;
    const sent = new URLSearchParams(Buffer.isBuffer(body) ? body.toString() : "");
    const kept = [...sent].filter(([name]) => name === "continue" || name === "token");
    return kept.length === 0 ? page : `${page}?${new URLSearchParams(kept)}`;
}
/** A link that cannot lead to another host: `//evil.example/` can be asked for here. */
const pathAndQuery = (url) => url.replace(/^[/\\]+/, "/");
/** Characters. nginx takes 4 KiB for the whole head of an answer, unless told otherwise. */
const longestLocation = 2_560;
/** Send the browser on. 303, so that no form is sent along; by a page where the address would not fit into a head. */
export const sendOn = (context, reply, to) => to.length > longestLocation ? sendPage(context, reply, goingOnPage(to)) : reply.redirect(to, 303);
//# sourceMappingURL=send-page.js.map