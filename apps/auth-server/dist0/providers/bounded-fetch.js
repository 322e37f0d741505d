/**
 * Asks a provider, which is slow, down or hostile on some day: with a time limit, a bound on its answer, and no redirects. An
 * operator has chosen it, so it may be on the internal network; but what its documents point to has to be https as well.
 */
import { isLoopbackHost } from "../shared/index.js";
/** Of one request. */
export const requestSeconds = 4;
/** Certificates in key sets make up most of this where it is much. */
const maxBytes = 262_144;
/** The message has nothing private in it, and nothing of the answer. */
export class ProviderUnreachable extends Error {
    name = "ProviderUnreachable";
}
/** Whether this is behind an error of a library that was given `boundedFetch`. */
export function unreachableBehind(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if (at instanceof ProviderUnreachable)
            return at;
    return null;
}
/** @param allowLoopback for development: http on this machine */
export const boundedFetch = (allowLoopback) => async (address, { signal, ...options }) => {
    const url = new URL(address);
    if (url.protocol !== "https:" && !(allowLoopback && isLoopbackHost(url.hostname)))
        throw new ProviderUnreachable(`is not asked without https: ${url.origin}`);
    const limit = AbortSignal.timeout(requestSeconds * 1000);
    try {
        const answer = await fetch(url, {
            ...options,
            redirect: "manual",
            signal: signal ? AbortSignal.any([signal, limit]) : limit,
        });
        if (answer.status >= 500)
            throw new ProviderUnreachable(`${url.origin} answered ${answer.status}`);
        const body = await readBody(answer);
        // What is decoded has no encoding any more; and a head alone (204, 304) may have no body.
        return new Response(body.length === 0 ? null : body, {
            status: answer.status,
            headers: answer.headers,
        });
    }
    catch (cause) {
        if (cause instanceof ProviderUnreachable)
            throw cause;
        const why = limit.aborted ? `did not answer within ${requestSeconds} seconds` : "could not be reached";
        throw new ProviderUnreachable(`${url.origin} ${why}`, { cause });
    }
};
async function readBody({ body }) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of (body ?? [])) {
        bytes += chunk.length;
        if (bytes > maxBytes)
            throw new ProviderUnreachable(`answered more than ${maxBytes} bytes`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}
//# sourceMappingURL=bounded-fetch.js.map