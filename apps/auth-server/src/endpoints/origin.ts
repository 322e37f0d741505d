/** Who sends a request, as far as the network tells. */
import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import type { Origin } from "../store/sessions.js";

/** Beyond this no user agent tells anything more. */
const maxUserAgentLength = 256;

export const originOf = (request: FastifyRequest): Origin => ({
  address: addressOf(request),
  userAgent: request.headers["user-agent"]?.slice(0, maxUserAgentLength) ?? null,
  requestId: request.id,
});

/** An address as PostgreSQL's inet takes it; the proxy's own where what it passes on is none ("unknown", address:port). */
function addressOf({ ip, socket }: FastifyRequest): string {
  return [ip, socket.remoteAddress].map(withoutZone).find((address) => isIP(address) !== 0) ?? "0.0.0.0";
}

const withoutZone = (address: string | undefined): string => address?.replace(/%.*$/, "") ?? "";
