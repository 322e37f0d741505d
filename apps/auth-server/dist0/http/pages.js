/**
 * What the pages share: forms that only this server's own pages can send, headers that keep the rest of the web
 * out, and errors as pages.
 */
import cookie from "@fastify/cookie";
import csrf from "@fastify/csrf-protection";
import { OAuthError } from "../shared/index.js";
import { cookieAttributes, cookieName, cookiesOf } from "./cookies.js";
import { answerErrors, toOAuthError } from "./errors.js";
import { decodeFormComponent, parseForm } from "./form.js";
import { formBody } from "./forms.js";
import { protectPage, sendRefusal } from "./send-page.js";
/** Whatever an address could carry to a page, encoded once more, comes back with its form. */
const bodyLimitBytes = 65_536;
/** Make this scope one of pages. Each POST needs the token that `formToken` gave to the page. */
export async function makePages(app, context) {
    const { issuer } = context.config;
    const formCookie = cookieName(issuer, "regrant-form");
    await app.register(cookie);
    await app.register(csrf, {
        cookieKey: formCookie,
        cookieOpts: cookieAttributes(issuer),
        csrfOpts: { secretLength: 32 },
        getToken: ({ form }) => form.get("form_token"),
    });
    app.decorateRequest("form");
    app.addHook("onRequest", (request, reply, done) => {
        protectPage(reply);
        preferOwnCookies(request);
        // Apps on other origins open the sign-in in a pop-up and wait for its answer; nobody opens the account like that.
        if (request.url.startsWith("/account"))
            reply.header("cross-origin-opener-policy", "same-origin");
        done();
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "buffer", bodyLimit: bodyLimitBytes }, (_request, body, done) => done(null, body));
    app.addHook("preHandler", (request, reply, done) => {
        // Clients' requests may come as forms from anywhere (RFC 6749 §3.1); they change nothing by themselves.
        if (request.method !== "POST" || request.url.startsWith("/oauth2/"))
            return done();
        request.form = parseForm(formBody(request));
        if (isFromElsewhere(request, issuer))
            throw notOurForm();
        if (request.cookies[formCookie] === undefined)
            throw cookieMissing();
        app.csrfProtection(request, reply, done);
    });
    answerErrors(app, {
        refusalOf: (error) => "code" in error && String(error.code).startsWith("FST_CSRF") ? notOurForm() : toOAuthError(error),
        send: (reply, refusal) => sendRefusal(context, reply, refusal),
    });
}
/**
 * Where a cookie comes twice, the last counts: browsers send those of longer paths first, and this server's are for `/`. The
 * others are somebody's who shares the host, and would send a user in circles.
 */
function preferOwnCookies(request) {
    const { cookies } = request;
    for (const name of Object.keys(cookies).filter((name) => /^(__Host-)?regrant(-(form|half|identity|known|notice|reset|provider-[\w-]+))?$/.test(name))) {
        const last = cookiesOf(request, name).at(-1) ?? "";
        cookies[name] = decodeFormComponent(last) ?? last;
    }
}
/** The token that a page's forms carry. */
export const formToken = (reply) => reply.generateCsrf();
/**
 * Browsers say where a POST comes from; where they do, it has to be this server. Under `no-referrer` the origin of its
 * own forms is "null", and Sec-Fetch-Site tells.
 */
const isFromElsewhere = ({ headers }, issuer) => (headers["sec-fetch-site"] ?? "same-origin") !== "same-origin" ||
    ![issuer, "null"].includes(headers.origin ?? issuer);
const notOurForm = () => new OAuthError("invalid_request", "This page was too old. Go back, load it again and repeat.", {
    reason: "form_token_mismatch",
    status: 403,
});
const cookieMissing = () => new OAuthError("invalid_request", "Your browser did not send back this page's cookie. Allow cookies for this site, then go back, load the page again and repeat.", { reason: "cookie_missing", status: 403 });
/** Parse the query of a GET as the form that it is. */
export function queryForm({ url }) {
    const start = url.indexOf("?");
    return parseForm(Buffer.from(start === -1 ? "" : url.slice(start + 1)));
}
//# sourceMappingURL=pages.js.map