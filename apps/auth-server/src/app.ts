/** All wiring: every route of the authorization server and of its management listener. */
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import etag from "@fastify/etag";
import { checkHeadSize, mostParsedHeadBytes } from "@regrant/shared";
import { measureRequests } from "@regrant/telemetry";
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import type { Context } from "./context.js";
import { accountEndpoint } from "./endpoints/account.js";
import { accountApi } from "./endpoints/account-api.js";
import { accountPasswordEndpoint } from "./endpoints/account-password.js";
import { adminApi } from "./endpoints/admin/admin-api.js";
import { answerUnroutedByProblem } from "./endpoints/admin/problems.js";
import { answerRefused, settleWork, workOf } from "./endpoints/admission/admitted.js";
import { createFrontDoor } from "./endpoints/admission/front-door.js";
import { authorizeEndpoint } from "./endpoints/authorize.js";
import { consentEndpoint } from "./endpoints/consent.js";
import { shareAcrossOrigins } from "./endpoints/cross-origin.js";
import { errorPages } from "./endpoints/error-pages.js";
import { answerUnreadable, answerUnrouted, handleErrors, refuseWithoutHost } from "./endpoints/errors.js";
import { introspectEndpoint } from "./endpoints/introspect.js";
import { jwksEndpoint } from "./endpoints/jwks.js";
import { loginEndpoint } from "./endpoints/login.js";
import { logoEndpoint } from "./endpoints/logo.js";
import { logoutEndpoint } from "./endpoints/logout.js";
import { managementEndpoints } from "./endpoints/management.js";
import { metadataEndpoint } from "./endpoints/metadata.js";
import { createTrust } from "./endpoints/origin.js";
import { makePages } from "./endpoints/pages.js";
import { logRequests } from "./endpoints/request-log.js";
import { revokeEndpoint } from "./endpoints/revoke.js";
import { wantsPage } from "./endpoints/send-page.js";
import { tokenEndpoint } from "./endpoints/token.js";
import { transportSecurity } from "./endpoints/transport-security.js";

/** Larger than any legitimate form, even with a token of 16 KiB. */
const bodyLimitBytes = 16_384;

/** Milliseconds. A client that sends byte by byte cannot hold a connection longer than this. */
const limits = { headers: 5_000, request: 10_000, check: 1_000, keepAlive: 72_000 };
const maxConnections = 10_000;

const adminPrefix = "/admin/v1";

/** For a resource's URI in a path of the admin API, with every character percent-encoded. */
const longestParameter = 3000;

export async function buildApp(context: Context): Promise<FastifyInstance> {
  const { config } = context;
  const app = newServer(context, {
    trustProxy: config.trustProxy.length > 0 ? createTrust(config.trustProxy) : false,
    serverFactory: createFrontDoor(context),
  });
  settleWork(app);
  if (context.tracing !== null) await app.register(context.tracing.plugin);
  measureRequests(app, context.metrics.registry);
  const security = transportSecurity(config.issuer);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    reply.header("x-content-type-options", "nosniff");
    reply.headers(security);
    if (context.stopping.signal.aborted) reply.header("connection", "close");
    done();
  });
  await shareAcrossOrigins(app, context);
  // After CORS, so that apps can read the refusal.
  app.addHook("onRequest", (request, _reply, done) => {
    checkHeadSize(request.raw.rawHeaders);
    done();
  });
  app.register(async (bounded) => {
    answerRefused(bounded, context);
    bounded.register(async (scope) => {
      await scope.register(cookie);
      tokenEndpoint(scope, context);
    });
    bounded.register(async (scope) => {
      await scope.register(cookie);
      revokeEndpoint(scope, context);
    });
    bounded.register(async (scope) => introspectEndpoint(scope, context));
    bounded.register(async (scope) => {
      await makePages(scope, context);
      authorizeEndpoint(scope, context);
      loginEndpoint(scope, context);
      consentEndpoint(scope, context);
      accountEndpoint(scope, context);
      accountPasswordEndpoint(scope, context);
      logoutEndpoint(scope, context);
    });
    bounded.register(async (scope) => accountApi(scope, context));
    bounded.register(async (scope) => adminApi(scope, context), { prefix: adminPrefix });
  });
  app.register(async (scope) => {
    await scope.register(etag);
    metadataEndpoint(scope, context);
    jwksEndpoint(scope, context);
  });
  app.get("/", (request, reply) =>
    wantsPage(request) ? reply.redirect("/account", 303) : reply.callNotFound(),
  );
  app.register(async (scope) => logoEndpoint(scope, context));
  app.register(async (scope) => errorPages(scope, context));
  await app.ready();
  return app;
}

export async function buildManagementApp(context: Context): Promise<FastifyInstance> {
  const app = newServer(context, { trustProxy: false });
  app.server.on("checkExpectation", app.routing);
  managementEndpoints(app, context);
  await app.ready();
  return app;
}

function newServer(
  context: Context,
  options: Pick<FastifyServerOptions, "trustProxy" | "serverFactory">,
): FastifyInstance {
  const app = Fastify({
    ...options,
    loggerInstance: context.log,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request costs more than the line it writes; the lines carry the request id.
    childLoggerFactory: (logger) => logger,
    genReqId: () => randomUUID(),
    bodyLimit: bodyLimitBytes,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    return503OnClosing: false, // answer what still arrives while the listener closes
    exposeHeadRoutes: true,
    frameworkErrors: (error, request, reply) => {
      workOf(request.raw).answered(); // without a route there are no hooks either
      if (request.url.startsWith(adminPrefix))
        answerUnroutedByProblem(context.config.issuer)(error, request, reply);
      else answerUnrouted(context)(error, request, reply);
    },
    routerOptions: { maxParamLength: longestParameter },
    clientErrorHandler: (error, socket) => answerUnreadable(context.config.issuer, error, socket),
    http: {
      requireHostHeader: false, // Node.js would refuse with an empty response
      headersTimeout: limits.headers,
      maxHeaderSize: mostParsedHeadBytes,
      connectionsCheckingInterval: limits.check,
    },
  });
  app.server.maxConnections = maxConnections;
  handleErrors(app, context);
  refuseWithoutHost(app);
  logRequests(app);
  return app;
}
