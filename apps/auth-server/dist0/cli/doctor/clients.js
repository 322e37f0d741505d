/** Checks registered clients, which may have become inconsistent with the issuer or the resources. */
import { getDomain } from "tldts";
import { faultOfRedirectUri, isUndotted } from "../../clients/redirect-uri.js";
import { faultOfOrigin, isWebViewOrigin } from "../../clients/web-origin.js";
import { isSecure } from "../../http/cookies.js";
import { isIdentityScope } from "../../identity-scopes.js";
import { error, ok, warning } from "./finding.js";
export function checkClients({ config, clients }) {
    if (clients.length === 0)
        return [warning("clients", "There are no clients.", "To register one: regrant client create --help")];
    const findings = clients.flatMap((client) => clientChecks.flatMap((check) => check(client, config) ?? []));
    return findings.length > 0
        ? findings
        : [ok("clients", `All ${clients.length} enabled clients are consistent.`)];
}
const clientChecks = [
    ({ clientId, allowedOrigins, refreshTokenDelivery }, { issuer }) => {
        const foreign = allowedOrigins.filter((origin) => faultOfOrigin(origin) === null && !isSameSite(origin, issuer));
        if (refreshTokenDelivery !== "cookie" || foreign.length === 0)
            return null;
        if (foreign.some(isWebViewOrigin)) {
            return error("cookie_same_site", `The app ${clientId} runs in a web view, at ${foreign.filter(isWebViewOrigin).join(", ")}: web views never send the refresh cookie from there (SameSite=Strict), so users are signed out at every start.`, `Deliver the refresh token in the body and keep it in the device's key store: regrant client update ${clientId} --refresh-token-delivery body`);
        }
        return error("cookie_same_site", `The browser app ${clientId} runs on ${foreign.join(", ")}, a different site from ${issuer}: browsers withhold the refresh cookie (SameSite=Strict), so users are signed out at every reload.`, loopbackNames.test(new URL(issuer).hostname)
            ? "Use the same host name for both: localhost and 127.0.0.1 are different sites."
            : `Serve it from a host under the issuer's domain, over ${isSecure(issuer) ? "https" : "http"} like the issuer.`);
    },
    ({ clientId, allowedOrigins }) => {
        const faults = allowedOrigins.flatMap((origin) => {
            const fault = faultOfOrigin(origin);
            return fault === null ? [] : [`${origin} ${fault}`];
        });
        if (faults.length === 0)
            return null;
        return error("allowed_origin", `The client ${clientId} has an allowed origin that browsers never send or that is unsafe: ${faults.join("; ")}.`, `Replace it: regrant client update ${clientId} --allowed-origin …`);
    },
    ({ clientId, redirectUris, allowUndottedSchemes }) => {
        const faults = redirectUris.flatMap((uri) => {
            const fault = faultOfRedirectUri(uri, allowUndottedSchemes);
            return fault === null ? [] : [`${uri} ${fault}`];
        });
        if (faults.length === 0)
            return null;
        return error("redirect_uri", `The client ${clientId} has an unsafe redirect URI: ${faults.join("; ")}.`, "Replace it with an https URI, or a loopback URI for a native app.");
    },
    ({ clientId, redirectUris, allowUndottedSchemes }) => {
        const undotted = redirectUris.filter(isUndotted);
        if (!allowUndottedSchemes || undotted.length === 0)
            return null;
        return warning("undotted_scheme", `The client ${clientId} has a redirect URI whose scheme any app on a device can claim: ${undotted.join(", ")}. PKCE protects the code from an app that only intercepts it, but not from one that starts the sign-in in this client's name.`, "If the app supports another redirect URI (https, loopback, or com.example.app:), register that instead.");
    },
    ({ clientId, pkce }) => {
        if (pkce === "required")
            return null;
        const without = pkce === "nonce" ? "with a nonce instead of PKCE" : "without PKCE, and even without a nonce";
        return warning("pkce_not_required", `The client ${clientId} may ask for codes ${without}. Then only the client itself can notice a code that was stolen and put into its own sign-in (RFC 9700 §4.5).`, `If it can use PKCE, as most clients do once told so: regrant client update ${clientId} --pkce required`);
    },
    ({ clientId, resources }) => resources.length > 0
        ? null
        : error("client_resource", `The client ${clientId} has no resource, so it gets no token (invalid_target).`, `Give it one: regrant client update ${clientId} --resource <uri>`),
    ({ clientId, scope, resources }) => {
        const known = new Set(resources.flatMap((resource) => resource.scope));
        const nowhere = scope.filter((token) => !known.has(token) && !isIdentityScope(token));
        if (resources.length === 0 || nowhere.length === 0)
            return null;
        return warning("client_scope", `The client ${clientId} has the scope ${nowhere.join(" ")}, which none of its resources has. It is left out of every grant, and a request for it alone is refused (invalid_scope).`, "Add the scope to the resource, or remove it from the client.");
    },
];
const loopbackNames = /^(localhost|127(\.\d+){3}|\[::1\])$/;
/** Schemeful same-site, as browsers decide on SameSite cookies: the scheme and the registrable domain, whatever the port. */
function isSameSite(one, other) {
    const [a, b] = [new URL(one), new URL(other)];
    return a.protocol === b.protocol && siteOf(a.hostname) === siteOf(b.hostname);
}
const siteOf = (hostname) => getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
//# sourceMappingURL=clients.js.map