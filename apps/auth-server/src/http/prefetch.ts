/** Detects requests that a browser sends before anybody wants the page; they must not use anything up. */
import type { FastifyRequest } from "fastify";

/** `Sec-Purpose` is the standard (`prefetch;prerender`); browsers have sent the others as well. */
const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/** @see https://fetch.spec.whatwg.org/#sec-purpose-header */
export const isPrefetch = ({ headers }: FastifyRequest): boolean =>
  purposes.some((name) => /\b(prefetch|prerender|preview)\b/i.test(String(headers[name] ?? "")));
