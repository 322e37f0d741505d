/**
 * Fetches what a stranger's URL leads to, so that the stranger cannot reach through this server what only this server
 * can reach, nor keep it busy.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02#section-8.6
 */
import { once } from "node:events";
import http, {} from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { isLoopbackHost, parseUrl } from "../shared/index.js";
import { FetchProblem } from "./fetch-problem.js";
import { lookupInDns, resolvePublic } from "./resolve.js";
const maxHeaderBytes = 8192;
/** How long one of several addresses is tried before the next; the last has until the deadline. */
const addressMs = 500;
/**
 * GET, from a public address, without following redirects. The name is looked up once: the addresses that were judged
 * are the ones connected to, with the name for TLS.
 *
 * @throws {FetchProblem}
 */
export async function fetchGuarded(url, options) {
    const { allowLoopback, totalMs, lookup = lookupInDns } = options;
    const target = checkTarget(url, allowLoopback);
    const signal = AbortSignal.timeout(totalMs);
    try {
        const found = resolvePublic(target.hostname, allowLoopback, lookup, signal);
        const addresses = await Promise.race([found, rejectionAt(signal)]);
        return await ask(target, addresses, options, signal);
    }
    catch (error) {
        if (signal.aborted)
            throw new FetchProblem("timeout", `did not answer in full within ${totalMs / 1000} seconds`, {
                cause: error,
            });
        throw error instanceof FetchProblem ? error : problemOf(error);
    }
}
/** @throws {FetchProblem} address_refused */
function checkTarget(url, allowLoopback) {
    const target = parseUrl(url);
    if (target === null)
        throw new FetchProblem("address_refused", "is not in a URL");
    if (allowLoopback && isLoopbackHost(target.hostname) && /^https?:$/.test(target.protocol))
        return target;
    if (target.protocol !== "https:")
        throw new FetchProblem("address_refused", "is not asked without https");
    if (target.port !== "" && !allowLoopback)
        throw new FetchProblem("address_refused", "is asked on port 443 only");
    return target;
}
/** For a look-up that does not heed the signal. */
const rejectionAt = (signal) => new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
});
async function ask(target, addresses, { accept, maxBytes }, signal) {
    const { Agent, request } = target.protocol === "https:" ? https : http;
    const lookup = (_hostname, _options, callback) => callback(null, addresses.map((address) => ({ address, family: isIP(address) })));
    const outgoing = request({
        // Not the whole URL, which may contain credentials.
        protocol: target.protocol,
        hostname: target.hostname.replace(/^\[|\]$/g, ""),
        port: target.port,
        path: `${target.pathname}${target.search}`,
        headers: { accept, "accept-encoding": "identity", "user-agent": "Regrant" },
        // The global agent may lead to the proxy of the environment, which would resolve the name itself.
        agent: new Agent({ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: addressMs }),
        lookup,
        maxHeaderSize: maxHeaderBytes,
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
        signal,
    });
    // What fails later, fails the reading of the body too.
    outgoing.on("error", () => { });
    outgoing.end();
    try {
        const [answer] = (await once(outgoing, "response", { signal }));
        checkHead(answer, maxBytes);
        const body = await readBody(answer, maxBytes);
        // A body without a length just ends when its connection is cut, also by us.
        signal.throwIfAborted();
        return { headers: answer.headers, body };
    }
    finally {
        outgoing.destroy();
    }
}
/** @throws {FetchProblem} status, answer_refused */
function checkHead({ statusCode: status = 0, headers }, maxBytes) {
    if (status >= 300 && status < 400)
        throw new FetchProblem("status", "redirects, which is not followed", { status });
    if (status !== 200)
        throw new FetchProblem("status", `answered ${status}`, { status });
    // Its size says nothing about the size of what is in it.
    if (!/^(identity)?$/i.test(headers["content-encoding"] ?? ""))
        throw new FetchProblem("answer_refused", "sent a compressed answer, which was not asked for");
    if (Number(headers["content-length"] ?? 0) > maxBytes)
        throw tooLong(maxBytes);
}
async function readBody(answer, maxBytes) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of answer) {
        bytes += chunk.length;
        if (bytes > maxBytes)
            throw tooLong(maxBytes);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}
const tooLong = (maxBytes) => new FetchProblem("answer_refused", `sent an answer of more than ${maxBytes} bytes`);
/** An error's message may contain what the other side chose; its code does not. */
function problemOf(cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "HPE_HEADER_OVERFLOW")
        return new FetchProblem("answer_refused", `sent headers of more than ${maxHeaderBytes} bytes`, { cause });
    if (code.startsWith("HPE_"))
        return new FetchProblem("answer_refused", `sent no valid HTTP (${code})`, { cause });
    return new FetchProblem("unreachable", `could not be reached${code && ` (${code})`}`, { cause });
}
//# sourceMappingURL=guarded-fetch.js.map