/**
 * Which addresses are on the public internet. Everything in IANA's registries of special-purpose addresses is not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6890
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
import { BlockList, isIP, isIPv4 } from "node:net";
const specialIPv4 = [
    "0.0.0.0/8", // this network
    "10.0.0.0/8", // private
    "100.64.0.0/10", // carrier-grade NAT; some clouds' metadata
    "127.0.0.0/8", // loopback
    "169.254.0.0/16", // link-local; most clouds' metadata
    "172.16.0.0/12", // private
    "192.0.0.0/24", // protocol assignments
    "192.0.2.0/24", // documentation
    "192.31.196.0/24", // AS112
    "192.52.193.0/24", // multicast tunnels
    "192.88.99.0/24", // 6to4 relays
    "192.168.0.0/16", // private
    "192.175.48.0/24", // AS112
    "198.18.0.0/15", // benchmarks
    "198.51.100.0/24", // documentation
    "203.0.113.0/24", // documentation
    "224.0.0.0/4", // multicast
    "240.0.0.0/4", // reserved, and broadcast
];
/** All that is given out for hosts. So ::1, unique local, link-local, site-local, multicast and the like are not. */
const globalUnicast = "2000::/3";
const specialIPv6 = [
    "2001::/23", // protocol assignments, with Teredo
    "2001:db8::/32", // documentation
    "2002::/16", // 6to4: leads to the IPv4 address inside
    "2620:4f:8000::/48", // AS112
    "3fff::/20", // documentation
];
/**
 * IPv6 addresses that lead to the IPv4 address in their last 32 bits, and are judged by it: mapped, and NAT64, as which
 * the name service of an IPv6-only network writes the addresses of IPv4 hosts (RFC 6052 §2.1).
 */
const embedding = ["::ffff:", "64:ff9b::"];
const special = listOf([
    ...specialIPv4,
    ...specialIPv6,
    ...specialIPv4.flatMap((range) => embedding.map((prefix) => embedded(prefix, range))),
]);
const usable = listOf([globalUnicast, ...embedding.map((prefix) => embedded(prefix, "0.0.0.0/0"))]);
/** Read by Node.js itself, so that nothing is judged that is connected to as something else. */
export function isPublicAddress(address) {
    if (isIPv4(address))
        return !special.check(address);
    if (isIP(address) === 0 || address.includes("%"))
        return false;
    return usable.check(address, "ipv6") && !special.check(address, "ipv6");
}
function embedded(prefix, range) {
    const [network, length] = range.split("/");
    return `${prefix}${network}/${96 + Number(length)}`;
}
function listOf(ranges) {
    const list = new BlockList();
    for (const range of ranges) {
        const [network = "", length] = range.split("/");
        list.addSubnet(network, Number(length), isIPv4(network) ? "ipv4" : "ipv6");
    }
    return list;
}
//# sourceMappingURL=public-address.js.map