/** This server as authenticators know it. */
import { isIP } from "node:net";

/** The relying party's id: the issuer's host. Null for an IP address, which can have no passkeys. */
export function rpIdOf(issuer: string): string | null {
  const { hostname } = new URL(issuer);
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? hostname : null;
}

/** The id's 16 bytes: it stays when the address changes, and says nothing of the person. */
export const handleOfUser = (userId: string): Buffer => Buffer.from(userId.replaceAll("-", ""), "hex");
