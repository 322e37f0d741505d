/** Requests that `regrant doctor` sends: all at once, each with a timeout of three seconds. */
import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { wellKnown } from "../../shared/index.js";
const answerWithinMs = 3_000;
export async function askIssuer(issuerUrl) {
    const [metadata, jwks, addresses] = await Promise.all([
        get(`${issuerUrl}${wellKnown.authorizationServer}`),
        get(`${issuerUrl}${wellKnown.jwks}`),
        knock(new URL(issuerUrl)),
    ]);
    return { metadata, jwks, addresses };
}
/** Does not follow redirects, as verifiers do not. */
async function get(url) {
    const nothing = { url, status: 0, cacheControl: null, body: null };
    try {
        const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(answerWithinMs) });
        return {
            ...nothing,
            failure: null,
            status: response.status,
            cacheControl: response.headers.get("cache-control"),
            body: parseObject(await response.text()),
        };
    }
    catch (cause) {
        return { ...nothing, failure: wordsFor(cause) };
    }
}
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === "object" && value !== null ? { ...value } : null;
    }
    catch {
        return null; // probably another server's page; the status and the missing body say so
    }
}
/** Connect to each address of a name. If it does not resolve, the requests report that. */
async function knock({ hostname, port, protocol }) {
    const host = hostname.replace(/^\[|\]$/g, "");
    const none = () => [];
    const late = sleep(answerWithinMs, [], { ref: false });
    const found = await Promise.race([lookup(host, { all: true }).catch(none), late]);
    const number = Number(port) || (protocol === "https:" ? 443 : 80);
    return Promise.all(found.map(async ({ address }) => ({ host, address, failure: await tryToConnect(address, number) })));
}
const tryToConnect = (host, port) => new Promise((resolve) => {
    const socket = connect({ host, port, timeout: answerWithinMs });
    const settle = (failure) => {
        socket.destroy();
        resolve(failure);
    };
    socket
        .once("connect", () => settle(null))
        .once("timeout", () => settle("timeout"))
        .once("error", (failure) => settle(wordsFor(failure)));
});
/** A failed request in words: its innermost cause, by code if it has one. */
function wordsFor(failure) {
    if (!(failure instanceof Error))
        return String(failure);
    if (failure.name === "TimeoutError")
        return `no answer within ${answerWithinMs / 1000} seconds`;
    if (failure.cause instanceof Error)
        return wordsFor(failure.cause);
    const code = "code" in failure ? String(failure.code) : "";
    return known[code] ?? ([failure.message, code].find((text) => text !== "") || failure.name);
}
const known = {
    ECONNREFUSED: "nothing is listening there (ECONNREFUSED)",
    ENOTFOUND: "the host name does not resolve (ENOTFOUND)",
    EAI_AGAIN: "the DNS lookup failed (EAI_AGAIN)",
    ECONNRESET: "the connection was reset (ECONNRESET)",
};
//# sourceMappingURL=ask-issuer.js.map