/** Requests that a browser sends before a person wants the page: nothing may be used up for them. */
import type { FastifyRequest } from "fastify";

/** `Sec-Purpose` says so now (`prefetch;prerender`); the others are what browsers sent, or still send, besides. */
const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/** @see https://fetch.spec.whatwg.org/#sec-purpose-header */
export const isPrefetch = ({ headers }: FastifyRequest): boolean =>
  purposes.some((name) => /\b(prefetch|prerender|preview)\b/i.test(String(headers[name] ?? "")));
