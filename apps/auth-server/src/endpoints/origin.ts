/** Who sends a request, as far as the network tells. */
import { isIP, isIPv4 } from "node:net";
import { compile } from "@fastify/proxy-addr";
import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";
import type { Config } from "../config.js";
import type { Origin } from "../store/sessions.js";

/** Beyond this no user agent tells anything more. */
const maxUserAgentLength = 256;

export const originOf = (request: FastifyRequest): Origin => ({
  address: addressOf(request),
  userAgent: request.headers["user-agent"]?.slice(0, maxUserAgentLength) ?? null,
  requestId: request.id,
});

/** An address as PostgreSQL's inet takes it; the proxy's own where what it passes on is none ("unknown", address:port). */
export function addressOf({ ip, socket }: Pick<FastifyRequest, "ip" | "socket">): string {
  const address = [ip, socket.remoteAddress].map(withoutZone).find((text) => isIP(text) !== 0) ?? "0.0.0.0";
  // One client, one address: a socket for both families shows 192.0.2.1 as ::ffff:192.0.2.1.
  return isIPv4(address) ? address : ipaddr.process(address).toString();
}

const withoutZone = (address: string | undefined): string => address?.replace(/%.*$/, "") ?? "";

/** The country that a request comes from, as two capitals; null where nobody who is believed says so. */
export type CountryOf = (request: FastifyRequest) => string | null;

/** Reads `COUNTRY_HEADER`, which counts from a proxy of `TRUST_PROXY` alone: others could write what they like. */
export function createCountryOf({ countryHeader, trustProxy }: Config): CountryOf {
  if (countryHeader === null) return () => null;
  const isTrusted = compile([...trustProxy]);
  return ({ headers, socket }) => {
    const seen = String(headers[countryHeader] ?? "").toUpperCase();
    const known = /^[A-Z]{2}$/.test(seen) && !nowhere.has(seen);
    return known && isTrusted(socket.remoteAddress ?? "", 0) ? seen : null;
  };
}

/** What proxies write where they do not know. */
const nowhere = new Set(["XX", "ZZ"]);
