/** The API behind the verifier. All plugins and routes are registered here. */
import { randomBytes } from "node:crypto";
import cors from "@fastify/cors";
import { clockDoubt, limitRequests, refuseLargeHeads, serverLimits, type Tracing } from "@regrant/telemetry";
import { fastifyVerifier } from "@regrant/verifier/fastify";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import { AccessLog } from "./access-log.js";
import type { Config } from "./config.js";
import { handleErrors } from "./errors.js";
import { measure } from "./metrics.js";
import { createNotesStore } from "./notes-store.js";
import { servePages } from "./pages.js";
import { registerNotes } from "./routes/notes.js";
import { registerWhoami } from "./routes/whoami.js";
import { unreadableHandlers } from "./unreadable.js";

declare module "fastify" {
  interface FastifyInstance {
    readonly metrics: Registry;
  }
}

export interface AppContext {
  readonly config: Config;
  readonly logger: FastifyBaseLogger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly tracing?: Tracing | null;
  /** Aborted on the signal to end: each connection then closes after its next response. */
  readonly stopping?: AbortSignal;
}

/** Unique across restarts and replicas, and cheaper than a UUID per request. */
function createRequestIds(): () => string {
  const prefix = randomBytes(6).toString("base64url");
  let count = 0;
  return () => `${prefix}-${(count++).toString(36)}`;
}

/** Tokens travel in a header, never in a cookie, so any origin may call, with any headers (RFC 6750 §5.3). */
const corsOptions = {
  origin: "*",
  methods: ["GET", "HEAD", "POST", "DELETE"],
  exposedHeaders: ["www-authenticate", "dpop-nonce", "retry-after", "x-request-id"],
  maxAge: 600,
  strictPreflight: false, // answer an OPTIONS that is no preflight too, instead of refusing it in plain text
};

/** Logged with every response of the issuer while the clocks differ: once every few minutes. */
function doubtClock({ verifier, log }: FastifyInstance): void {
  // Keys from the file arrive before the verifier exists.
  const aheadSeconds = verifier?.keysStatus().clockAheadSeconds ?? 0;
  const doubt = clockDoubt(aheadSeconds, "the authorization server's");
  if (doubt !== null) log.error({ aheadSeconds }, doubt);
}

async function registerVerifier(app: FastifyInstance, { config, now }: AppContext): Promise<void> {
  await app.register(fastifyVerifier, {
    issuer: config.issuer,
    audience: config.audience,
    algorithms: config.algorithms,
    dpop: { required: config.dpop === "require" },
    jwksUrl: config.jwksUrl,
    jwksFile: config.jwksFile,
    jwksStaleSeconds: config.jwksStaleSeconds,
    allowInsecureJwksUrl: config.allowInsecureJwksUrl,
    clockToleranceSeconds: config.clockToleranceSeconds,
    revocation: config.revocation,
    resource: { name: "Regrant notes", scopesSupported: ["notes:read", "notes:write"] },
    now,
    warn: (message) => app.log.warn(message),
    onKeysEvent(event) {
      if (event.outcome === "failed") app.log.warn(event, "keys not loaded or not saved");
      else app.log.info(event, `keys ${event.outcome}`);
      doubtClock(app);
    },
  });
}

export async function buildApp(context: AppContext): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: context.logger,
    logController: new AccessLog(),
    childLoggerFactory: (logger) => logger, // a logger per request is expensive; the access line carries the request id
    genReqId: createRequestIds(),
    bodyLimit: 16 * 1024,
    ...unreadableHandlers(context.config),
    ...serverLimits,
  });
  if (context.tracing) await app.register(context.tracing.plugin);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    if (context.stopping?.aborted) reply.header("connection", "close");
    done();
  });
  handleErrors(app); // before the plugins, whose routes would otherwise keep Fastify's own handler
  limitRequests(app);
  app.server.on("checkExpectation", app.routing); // an unknown Expect may be ignored (RFC 9110 §10.1.1)
  await app.register(cors, corsOptions);
  refuseLargeHeads(app);
  await registerVerifier(app, context);
  app.decorate("metrics", measure(app));
  servePages(app, context.config);
  registerWhoami(app);
  registerNotes(app, createNotesStore());
  return app;
}
