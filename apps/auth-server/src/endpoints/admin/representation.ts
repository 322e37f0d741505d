/**
 * Entity tags of what the admin API shows: so that nobody undoes what they have not seen.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
import { hash } from "node:crypto";
import { OAuthError } from "@regrant/shared";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Act } from "../../administration/act.js";

/** A strong validator: it changes with every member. */
const etagOf = (representation: object): string =>
  `"${hash("sha256", JSON.stringify(representation), "base64url")}"`;

/**
 * Answer with one representation and its ETag, or 304 where the client has it.
 *
 * @param once what is shown with it this one time, and is no part of it
 */
export function show<T extends object, O extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  representation: T,
  once?: O,
): T & O {
  const etag = etagOf(representation);
  reply.header("etag", etag);
  const known = request.headers["if-none-match"];
  const reads = request.method === "GET" || request.method === "HEAD";
  if (reads && known !== undefined && listed(known.replaceAll("W/", ""), etag)) reply.code(304);
  return { ...representation, ...once } as T & O;
}

/** Is it in an If-Match or If-None-Match? */
const listed = (tags: string, etag: string): boolean =>
  tags.trim() === "*" || tags.split(",").some((tag) => tag.trim() === etag);

/** Who acts, and on what: where the request has If-Match, on nothing that has changed since. */
export function actOf({ headers, administrator: by }: FastifyRequest): Act {
  const expected = headers["if-match"];
  if (expected === undefined) return { by };
  return {
    by,
    check(current) {
      if (listed(expected, etagOf(current))) return;
      throw new OAuthError("invalid_request", "It has changed since it was read; read it again.", {
        reason: "precondition_failed",
        status: 412,
      });
    },
  };
}
