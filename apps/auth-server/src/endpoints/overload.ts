/** Refuses early what could not be answered in time, so that what is accepted is. */
import underPressure from "@fastify/under-pressure";
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";

/** Milliseconds. An event loop that is this late answers nobody in time. */
const maxEventLoopDelay = 500;
const sampleInterval = 1_000;

/**
 * Bound what is under way in this scope: `MAX_CONCURRENT_REQUESTS`, and the event loop's delay. The rest is answered 503
 * with Retry-After before its body is read. Keys and metadata stay outside, since verifiers depend on them.
 */
export async function shedLoad(app: FastifyInstance, { config, metrics }: Context): Promise<void> {
  // One for all: a stack trace per refusal would cost more than the refusal.
  const overloaded = new OAuthError("temporarily_unavailable", "Too much is under way; repeat the request.", {
    reason: "overloaded",
    headers: { "retry-after": "1" },
  });
  await app.register(underPressure, {
    maxEventLoopDelay,
    sampleInterval,
    pressureHandler(_request, _reply, _kind, delay) {
      // Without a sample (the process was paused as a whole) it says Infinity: what comes after a pause is answered.
      if (Number.isFinite(delay)) throw overloaded;
    },
  });

  app.addHook("onRequest", (_request, reply, done) => {
    if (metrics.requestsInFlight >= config.maxConcurrentRequests) return done(overloaded);
    metrics.requestsInFlight += 1;
    let counted = true;
    const release = () => {
      if (counted) metrics.requestsInFlight -= 1;
      counted = false;
    };
    // A client that has gone meanwhile closes without a finish, and Fastify's hooks do not tell.
    reply.raw.once("finish", release).once("close", release);
    done();
  });
}
