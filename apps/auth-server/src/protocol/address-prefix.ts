/** Which network an address belongs to, as far as one can tell: its /24, or /48 for IPv6. */
import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

/** The network, as PostgreSQL's cidr has it; the address itself where it is none. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address.replace(/\d+$/, "0/24");
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? networkOf(parsed.toString())
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/48`)}/48`;
}
