/**
 * Which addresses are on the public internet. Everything in IANA's registries of special-purpose addresses is not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6890
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

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
].map((range) => ipaddr.IPv4.parseCIDR(range));

/** All that is given out for hosts. So ::1, unique local, link-local, site-local, multicast and the like are not. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

const specialIPv6 = [
  "2001::/23", // protocol assignments, with Teredo
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: leads to the IPv4 address inside
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
].map((range) => ipaddr.IPv6.parseCIDR(range));

/** Where there is only IPv6, the name service writes the IPv4 addresses of other hosts so (RFC 6052 §2.1). */
const nat64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** An IPv6 address that contains an IPv4 address to connect to (mapped, NAT64) is judged by that one. */
export function isPublicAddress(address: string): boolean {
  // The parser below also reads 0x7f.1 and the like.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return !specialIPv4.some((range) => parsed.match(range));
  if (parsed.match(nat64)) return isPublicAddress(parsed.toByteArray().slice(12).join("."));
  return parsed.match(globalUnicast) && !specialIPv6.some((range) => parsed.match(range));
}
