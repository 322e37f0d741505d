/**
 * A way to a provider and back: what has to be known on the return, in a cookie of its own that only this server can read, so
 * that several tabs can be on their way at once. Whoever comes back without it has not gone from this browser: the answer is
 * somebody else's, who wants this browser signed in, or linked, to their account.
 */
import { hash } from "node:crypto";
import { cookieAttributes, cookieName } from "../http/cookies.js";
import { seal, unseal } from "../sealing.js";
import { newSecret } from "../secrets.js";
/** How long somebody may take at the provider. */
const lifeSeconds = 600;
/** Tabs; beyond it the oldest is forgotten, since browsers and proxies limit what all cookies take. */
const mostAtOnce = 4;
/** Browsers drop a cookie of more than 4096 bytes without a word. */
const longestCookie = 3_800;
const prefixOf = (issuer) => cookieName(issuer, "regrant-provider-");
/** The state itself stays inside. */
const nameOf = (issuer, state) => prefixOf(issuer) + hash("sha256", state, "base64url").slice(0, 8);
/** @returns null if the authorization request is too long to be kept in a cookie */
export function beginFlow(context, request, reply, wanted) {
    const { config, secrets, now } = context;
    const flow = {
        ...wanted,
        state: newSecret(),
        nonce: newSecret(),
        codeVerifier: newSecret(),
        expiresAt: now() + lifeSeconds * 1000,
    };
    const sealed = seal(secrets, "provider sign-in", config.issuer, JSON.stringify(flow)).toString("base64url");
    if (sealed.length > longestCookie)
        return null;
    forgetOldFlows(context, request, reply);
    const attributes = { ...cookieAttributes(config.issuer), maxAge: lifeSeconds };
    reply.setCookie(nameOf(config.issuer, flow.state), sealed, attributes);
    return flow;
}
/** Make room for one more. */
function forgetOldFlows(context, { cookies }, reply) {
    const { issuer } = context.config;
    const expiryOf = (value) => openFlow(context, value)?.expiresAt ?? 0;
    const newestFirst = Object.keys(cookies)
        .filter((name) => name.startsWith(prefixOf(issuer)))
        .sort((one, other) => expiryOf(cookies[other]) - expiryOf(cookies[one]));
    for (const name of newestFirst.slice(mostAtOnce - 1))
        reply.clearCookie(name, cookieAttributes(issuer));
}
/** The flow that an answer with this state belongs to, which is over with this; null if this browser has not begun it. */
export function endFlow(context, { cookies }, reply, state) {
    const { issuer } = context.config;
    const name = nameOf(issuer, state);
    const flow = openFlow(context, cookies[name]);
    if (flow?.state !== state)
        return null;
    reply.clearCookie(name, cookieAttributes(issuer));
    return flow;
}
function openFlow({ config, secrets, now }, cookie) {
    if (cookie === undefined)
        return null;
    const plain = unseal(secrets, "provider sign-in", config.issuer, Buffer.from(cookie, "base64url"));
    if (plain === null)
        return null;
    const flow = JSON.parse(plain);
    return flow.expiresAt > now() ? flow : null;
}
//# sourceMappingURL=provider-flow.js.map