/** From the host in a URL to the addresses to connect to, all of them judged. */
import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopbackHost } from "../shared/index.js";
import { FetchProblem } from "./fetch-problem.js";
import { isPublicAddress } from "./public-address.js";
/** Names of this machine, the local network and private zones (RFC 6761, 6762, 8375): nobody is asked about them. */
const localName = /(^|\.)(localhost|local|internal|home\.arpa)$/;
/**
 * Refuses a name with any address that is not public, instead of using its other addresses: an honest client has no use
 * for such a name.
 *
 * @param hostname as in `URL`
 * @throws {FetchProblem} address_refused, name_unknown, unreachable
 */
export async function resolvePublic(hostname, allowLoopback, lookup, signal) {
    if (allowLoopback && isLoopbackHost(hostname))
        return loopbackAddresses(hostname);
    const literal = hostname.replace(/^\[|\]$/g, "");
    if (isIP(literal) !== 0)
        throw notPublic("address_refused", "is an address; a host name is needed");
    if (!hostname.includes(".") || hostname.endsWith(".") || localName.test(hostname))
        throw notPublic("address_refused", "is a name of the local network");
    const addresses = await lookup(hostname, signal).catch((cause) => {
        throw new FetchProblem("unreachable", "could not be found in the DNS", { cause });
    });
    const [unfit] = addresses.filter((address) => !isPublicAddress(address) && !(allowLoopback && isLoopback(address)));
    if (unfit !== undefined)
        throw notPublic("address_refused", `has the address ${unfit}`);
    if (addresses.length === 0)
        throw notPublic("name_unknown", "has no address");
    return addresses;
}
/** In the same words whatever the cause, so that no one can find out here which names the local network has. */
const notPublic = (problem, cause) => new FetchProblem(problem, "is not on the public internet", { cause: new Error(cause) });
const isLoopback = (address) => isLoopbackHost(isIP(address) === 6 ? `[${address}]` : address);
/** Names under `.localhost` are never looked up (RFC 6761 §6.3). */
function loopbackAddresses(hostname) {
    const literal = hostname.replace(/^\[|\]$/g, "");
    return isIP(literal) === 0 ? ["::1", "127.0.0.1"] : [literal];
}
/** The codes of c-ares for a name that does not exist, or has no address of this family. */
const absent = ["ENOTFOUND", "ENODATA"];
/**
 * Asks the name servers directly. `dns.lookup` would occupy one of the four threads that also sign tokens, for as long
 * as a stranger's name server cares to keep silent, and would read /etc/hosts.
 */
export async function lookupInDns(hostname, signal, resolver = new Resolver({ timeout: 1000, tries: 2 })) {
    const cancel = () => resolver.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    // IPv6 first: where it is missing, that shows at once, and the last address is given all the time there is.
    const answers = await Promise.allSettled([resolver.resolve6(hostname), resolver.resolve4(hostname)]);
    signal.removeEventListener("abort", cancel);
    const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    const failure = answers.find((answer) => answer.status === "rejected" && !absent.includes(answer.reason?.code));
    if (addresses.length === 0 && failure?.status === "rejected")
        throw failure.reason;
    return addresses;
}
//# sourceMappingURL=resolve.js.map