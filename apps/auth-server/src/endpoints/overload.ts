/** Refuses early what could not be answered in time, so that what is accepted is. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import underPressure from "@fastify/under-pressure";
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
import { errorResponse } from "./errors.js";

/** Milliseconds. An event loop that is this late on average answers nobody in time; one pause is no overload. */
const maxEventLoopDelay = 1_000;
const sampleInterval = 2_000;

/**
 * Bound what is under way in this scope: `MAX_CONCURRENT_REQUESTS`, and the event loop's delay. The rest is answered 503
 * with Retry-After before its body is read. Keys and metadata stay outside, since verifiers depend on them.
 */
export async function shedLoad(app: FastifyInstance, context: Context): Promise<void> {
  const { config, metrics } = context;
  // One for all: a stack trace per refusal would cost more than the refusal.
  const overloaded = new OAuthError("temporarily_unavailable", "Too much is under way; repeat the request.", {
    reason: "overloaded",
    headers: { "retry-after": "1" },
  });
  await app.register(underPressure, {
    maxEventLoopDelay,
    sampleInterval,
    pressureHandler() {
      if (isLate()) throw overloaded;
    },
  });
  // Without a sample (the process was paused as a whole) the delay is Infinity: what comes after a pause is answered.
  const isLate = () => {
    const { eventLoopDelay } = app.memoryUsage();
    return Number.isFinite(eventLoopDelay) && eventLoopDelay > maxEventLoopDelay;
  };

  app.addHook("onRequest", (_request, reply, done) => {
    if (metrics.requestsInFlight >= config.maxConcurrentRequests) return done(overloaded);
    metrics.requestsInFlight += 1;
    // Comes once, whether the answer went out or the client has gone meanwhile; Fastify's hooks do not tell of the latter.
    reply.raw.once("close", () => {
      metrics.requestsInFlight -= 1;
    });
    done();
  });

  const isFull = () => metrics.requestsInFlight >= config.maxConcurrentRequests || isLate();
  app.addHook("onReady", (done) => {
    refuseFirst(app.server, isFull, countShed(context), refusalBy(context, overloaded));
    done();
  });
}

/** What a flood consists of. With an Origin, the answer needs the headers that let an app of that origin read it. */
const isPlainTokenRequest = ({ method, url, headers }: IncomingMessage): boolean =>
  method === "POST" && url === "/oauth2/token" && headers.origin === undefined;

/**
 * Refuse token requests before anything else looks at them. At twice the load that can be answered, every second
 * request is refused: what routing, hooks and a log line for each would cost is taken from those that are answered.
 */
function refuseFirst(
  server: Server,
  isFull: () => boolean,
  count: () => void,
  refuse: RequestListener,
): void {
  const handlers = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request").on("request", (request, response) => {
    if (!isPlainTokenRequest(request) || !isFull()) {
      for (const handle of handlers) handle.call(server, request, response);
      return;
    }
    count();
    refuse(request, response);
  });
}

/** The answer that `handleErrors` would give, made once. */
function refusalBy({ config, stopping }: Context, overloaded: OAuthError): RequestListener {
  const body = JSON.stringify(errorResponse(config.issuer, overloaded));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    pragma: "no-cache",
    "x-content-type-options": "nosniff",
    ...(config.issuer.startsWith("https:") && { "strict-transport-security": "max-age=31536000" }),
    ...overloaded.headers,
  };
  return (_request: IncomingMessage, response: ServerResponse) => {
    if (stopping.signal.aborted) response.setHeader("connection", "close");
    response.writeHead(overloaded.status, headers).end(body);
  };
}

/** One log line a second for all that were refused in it. */
function countShed({ log, metrics }: Context): () => void {
  let shed = 0;
  return () => {
    metrics.countTokenRequest("unknown", "overloaded");
    if (shed++ > 0) return;
    setTimeout(() => {
      log.warn({ refused: shed, reason: "overloaded" }, "token requests were refused: too much is under way");
      shed = 0;
    }, 1_000).unref();
  };
}
