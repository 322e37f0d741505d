/** TypeBox schemas of the admin API's routes, from which the OpenAPI document is generated. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from "fastify";
import { type Static, type TSchema, Type } from "typebox";
import type { Page } from "../administration/act.js";
import { closed } from "../administration/schemas.js";

/** Derives the types of a handler from its route's schemas. */
export interface TypeBox extends FastifyTypeProvider {
  validator: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
  serializer: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
}

export type AdminApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBox
>;

/** A reference to a named schema. */
export const ref = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` });

const etag = { etag: { type: "string", description: "Send it in If-Match with a change." } };

/** An answer with one representation. */
export const one = <T extends TSchema>(schema: T, description: string) =>
  Object.assign(Type.Intersect([ref(schema)]), { description, headers: etag });

export const pageOfRef = <T extends TSchema>(schema: T) =>
  Type.Object(
    { items: Type.Array(ref(schema)), next_cursor: Type.Union([Type.String(), Type.Null()]) },
    { description: "A page; next_cursor is null on the last." },
  );

export const pageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  cursor: Type.Optional(
    Type.String({ maxLength: 2000, description: "The next_cursor of the previous page." }),
  ),
};
export const PageQuery = Type.Object(pageQuery, closed);

export const idParams = Type.Object({
  id: Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description: "a UUID" }),
});

/** Also of clients that no operator has registered. */
export const clientIdText = Type.String({
  pattern: "^([A-Za-z0-9._~-]{1,128}|https?://[!-~]{1,200})$",
  description: "a client_id, percent-encoded if it is a URL",
});

/** Without it, a change could overwrite somebody else's. */
export const IfMatch = Type.Object({
  "if-match": Type.String({ description: "The ETag that was read, or *." }),
});

export const wirePage = <T, R>({ items, nextCursor }: Page<T>, describe: (item: T) => R) => ({
  items: items.map(describe),
  next_cursor: nextCursor,
});
