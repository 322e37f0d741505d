/** Who sends a request, as far as the network can tell. */
import { isIP, isIPv4 } from "node:net";
import { compile } from "@fastify/proxy-addr";
import ipaddr from "ipaddr.js";
/** Nothing beyond this length is informative. */
const maxUserAgentLength = 256;
export const originOf = (request) => ({
    address: addressOf(request),
    userAgent: request.headers["user-agent"]?.slice(0, maxUserAgentLength) ?? null,
    requestId: request.id,
});
/** An address for PostgreSQL's inet; the proxy's own if it passes on something else, such as "unknown". */
export function addressOf({ ip, socket }) {
    const address = [ip, socket.remoteAddress].map(bareAddress).find((text) => isIP(text) !== 0) ?? "0.0.0.0";
    // One address per client: dual-stack sockets show 192.0.2.1 as ::ffff:192.0.2.1.
    return isIPv4(address) ? address : ipaddr.process(address).toString();
}
/** Strips the port and brackets that some balancers add (Azure's gateway, RFC 7239 §6), and the zone. */
function bareAddress(text = "") {
    const [, bracketed, withPort] = /^"?(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)"?$/.exec(text.trim()) ?? [];
    return (bracketed ?? withPort ?? text).trim().replace(/%.*$/, "");
}
/** Whose `X-Forwarded-For` is trusted: the addresses and networks in `TRUST_PROXY`. */
export function createTrust(trustProxy) {
    const isTrusted = compile([...trustProxy]);
    return (address, hop) => isTrusted(bareAddress(address), hop);
}
/** Reads `COUNTRY_HEADER`, only from proxies in `TRUST_PROXY`: anybody else could make it up. */
export function createCountryOf({ countryHeader, trustProxy }) {
    if (countryHeader === null)
        return () => null;
    const isTrusted = createTrust(trustProxy);
    return ({ headers, socket }) => {
        const seen = String(headers[countryHeader] ?? "").toUpperCase();
        const known = /^[A-Z]{2}$/.test(seen) && !nowhere.has(seen);
        return known && isTrusted(socket.remoteAddress ?? "", 0) ? seen : null;
    };
}
/** What proxies send if they do not know. */
const nowhere = new Set(["XX", "ZZ"]);
//# sourceMappingURL=origin.js.map