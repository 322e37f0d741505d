/**
 * Requests whose body did not arrive with the headers. They take no place from complete requests, so they have limits
 * of their own: on time, in total and per address.
 */
import type { ServerResponse } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import { hostOf } from "../address-prefix.js";
import { addressOf, createTrust } from "../origin.js";
import type { ArrivingRequest } from "./arriving-request.js";

/** Milliseconds. A body follows its headers within a round trip, or a few if packets are lost. */
const patience = 2_000;
const sweepInterval = 250;

/**
 * A thousand people behind one address have fewer than a hundred incomplete requests at a time: small bodies arrive
 * with the headers, others within milliseconds. Behind a balancer that TRUST_PROXY does not name, everybody shares
 * its address.
 */
const most = { overall: 1_000, byAddress: 250 };

interface Incomplete {
  readonly response: ServerResponse;
  readonly since: number;
  readonly address: string;
}

export interface IncompleteRequests {
  /** False if there are too many. */
  add(request: ArrivingRequest, response: ServerResponse): boolean;
  delete(request: ArrivingRequest): void;
}

/** `onLate` receives each request that ran out of time, `onCount` their number. */
export function createIncompleteRequests(
  trustProxy: readonly string[],
  onLate: (request: ArrivingRequest, response: ServerResponse) => void,
  onCount: (count: number) => void,
): IncompleteRequests {
  const isTrusted = createTrust(trustProxy);
  const byRequest = new Map<ArrivingRequest, Incomplete>(); // oldest first
  const byAddress = new Map<string, number>();
  let sweeping: NodeJS.Timeout | undefined;

  const remove = (request: ArrivingRequest) => {
    const incomplete = byRequest.get(request);
    if (incomplete === undefined) return;
    byRequest.delete(request);
    onCount(byRequest.size);
    const others = (byAddress.get(incomplete.address) ?? 1) - 1;
    if (others === 0) byAddress.delete(incomplete.address);
    else byAddress.set(incomplete.address, others);
    if (byRequest.size > 0) return;
    clearInterval(sweeping);
    sweeping = undefined;
  };
  const sweep = () => {
    const tooEarly = performance.now() - patience;
    for (const [request, { response, since }] of byRequest) {
      if (since > tooEarly) return;
      remove(request);
      onLate(request, response);
    }
  };
  return {
    add(request, response) {
      const { socket } = request;
      const address = hostOf(addressOf({ ip: proxyAddr(request, isTrusted), socket }));
      const others = byAddress.get(address) ?? 0;
      if (byRequest.size >= most.overall || others >= most.byAddress) return false;
      byAddress.set(address, others + 1);
      byRequest.set(request, { response, since: performance.now(), address });
      onCount(byRequest.size);
      request.once("close", () => remove(request));
      sweeping ??= setInterval(sweep, sweepInterval).unref();
      return true;
    },
    delete: remove,
  };
}
