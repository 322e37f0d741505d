/** From the host in a URL to the addresses to connect to, all of them judged. */
import { Resolver } from "node:dns/promises";
/** @returns no address if the name has none @throws if that cannot be told now */
export type Lookup = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;
/**
 * Refuses a name with any address that is not public, instead of using its other addresses: an honest client has no use
 * for such a name.
 *
 * @param hostname as in `URL`
 * @throws {FetchProblem} address_refused, name_unknown, unreachable
 */
export declare function resolvePublic(hostname: string, allowLoopback: boolean, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]>;
/**
 * Asks the name servers directly. `dns.lookup` would occupy one of the four threads that also sign tokens, for as long
 * as a stranger's name server cares to keep silent, and would read /etc/hosts.
 */
export declare function lookupInDns(hostname: string, signal: AbortSignal, resolver?: Resolver): Promise<readonly string[]>;
