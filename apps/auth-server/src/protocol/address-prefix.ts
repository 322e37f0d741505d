/** Which network an address belongs to, as far as one can tell: its /24, or /48 for IPv6. */
import ipaddr from "ipaddr.js";

/** The network, as PostgreSQL's cidr has it; the address itself where it is none. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${parsed}/24`)}/24`
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/48`)}/48`;
}
