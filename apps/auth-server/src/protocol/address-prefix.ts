/** Whom an address belongs to, as far as one can tell. */
import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

/** Its network, the /24, or /48 for IPv6, as PostgreSQL's cidr has it; the address itself where it is none. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address.replace(/\d+$/, "0/24");
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4" ? networkOf(parsed.toString()) : prefixOf(parsed, 48);
}

/** Its host: an IPv6 host may take any address of its /64. */
export const hostOf = (address: string): string =>
  isIPv6(address) ? prefixOf(ipaddr.parse(address), 64) : address;

const prefixOf = (address: ipaddr.IPv4 | ipaddr.IPv6, length: number): string =>
  `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`)}/${length}`;
