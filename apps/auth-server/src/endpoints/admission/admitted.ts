/** The endpoints' side of admission: who is to be refused in their words, and when the work of a request is over. */
import type { IncomingMessage } from "node:http";
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance } from "fastify";
import type { Context } from "../../context.js";
import { ArrivingRequest } from "./arriving-request.js";
import { hasGone, Work } from "./work.js";

/** Its work; one that holds no place where a request came by no listener. */
export const workOf = (request: IncomingMessage): Work =>
  (request instanceof ArrivingRequest ? request.work : null) ?? new Work(request.socket, () => {});

/** The context of one request, in which what nobody waits for is dropped before it reaches the database. */
export const contextOf = (context: Context, work: Work): Context => ({
  ...context,
  db: context.db.for(work),
  rotate: (rotation) => context.rotate(rotation, work),
});

/** Give each request's place back once its answer is made, and nothing else of it is under way. */
export function settleWork(app: FastifyInstance): void {
  app.addHook("onSend", ({ raw }, _reply, payload, done) => {
    if (raw instanceof ArrivingRequest) raw.work?.answered();
    done(null, payload);
  });
}

/** Refuse, in the words of this scope, what was not let in; and do nothing for who has gone. */
export function answerRefused(app: FastifyInstance, { metrics }: Context): void {
  app.addHook("onRequest", ({ raw }, _reply, done) => {
    if (!(raw instanceof ArrivingRequest)) return done();
    if (raw.refusal !== null) return done(raw.refusal);
    if (!hasGone(raw.socket)) return done();
    metrics.refused.client_gone += 1;
    done(abandoned);
  });
}

const abandoned = new OAuthError("temporarily_unavailable", "The client has gone; nothing was done.", {
  reason: "request_abandoned",
});
