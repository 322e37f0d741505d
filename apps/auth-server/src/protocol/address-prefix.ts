/** Which network an address belongs to, as far as one can tell: its /24, or /48 for IPv6. */
import ipaddr from "ipaddr.js";

/** The network's first address; the address itself where it is none. */
export function addressPrefix(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  const network =
    parsed.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed}/24`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/48`);
  return network.toString();
}
