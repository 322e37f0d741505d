/** Groups addresses by whoever probably controls them. */
import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
/** The network: the /24, or /48 for IPv6, as PostgreSQL's cidr writes it; the input itself if it is no address. */
export function networkOf(address) {
    if (isIPv4(address))
        return address.replace(/\d+$/, "0/24");
    if (!ipaddr.isValid(address))
        return address;
    const parsed = ipaddr.process(address);
    return parsed.kind() === "ipv4" ? networkOf(parsed.toString()) : prefixOf(parsed, 48);
}
/** The host: an IPv6 host may use any address of its /64. */
export const hostOf = (address) => isIPv6(address) ? prefixOf(ipaddr.parse(address), 64) : address;
const prefixOf = (address, length) => `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`)}/${length}`;
//# sourceMappingURL=address-prefix.js.map