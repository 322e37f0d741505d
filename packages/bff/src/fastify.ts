/** The Fastify plugin. */
import type { Readable } from "node:stream";
import type { FastifyPluginAsync } from "fastify";
import { createNodeBff, incomingOf } from "./node.js";
import type { BffOptions } from "./options.js";

export type { BffOptions, RouteOptions } from "./options.js";

/**
 * Serves `/bff/…`, and passes the routes on. Its hooks and parsers are its own; the app's are left alone.
 *
 * @throws TypeError if an option is invalid
 * @see https://www.rfc-editor.org/rfc/rfc10017#section-6.1
 */
export const fastifyBff: FastifyPluginAsync<BffOptions> = async (app, options) => {
  const bff = createNodeBff(options);
  app.addHook("onClose", () => bff.close());
  // Bodies are passed on as they come.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  for (const prefix of bff.prefixes) {
    for (const url of [prefix, `${prefix}/*`]) {
      app.all(url, async ({ raw }, reply) => {
        const answer = await bff.answer(incomingOf(raw, reply.raw, raw.url ?? "/"));
        return reply
          .code(answer.status)
          .headers(answer.headers)
          .send(answer.body as Readable | string | null);
      });
    }
  }
};
