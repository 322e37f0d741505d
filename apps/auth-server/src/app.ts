/** All wiring: every route of the authorization server and of its management listener. */
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import etag from "@fastify/etag";
import {
  answerUnreadable,
  limitRequests,
  measureRequests,
  refuseLargeHeads,
  serverLimits,
} from "@regrant/telemetry";
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { accountApi } from "./account/account-api.js";
import { accountEndpoint } from "./account/account-page.js";
import { accountDeleteEndpoint } from "./account/delete-page.js";
import { accountEmailEndpoint } from "./account/email-page.js";
import { accountExportEndpoint } from "./account/export-page.js";
import { accountFactorsEndpoint } from "./account/factors-page.js";
import { accountHistoryEndpoint } from "./account/history-page.js";
import { accountIdentitiesEndpoint } from "./account/identities-page.js";
import { logoutEndpoint } from "./account/logout-page.js";
import { accountPasswordEndpoint } from "./account/password-page.js";
import { accountProfileEndpoint } from "./account/profile-page.js";
import { rpInitiatedLogoutEndpoint } from "./account/rp-initiated-logout.js";
import { accountTotpEndpoint } from "./account/totp-page.js";
import { accountVerifyEndpoint } from "./account/verify-page.js";
import { adminApi } from "./admin/admin-api.js";
import { noCompilers } from "./admin/compilers.js";
import { asProblem } from "./admin/problems.js";
import type { Context } from "./context.js";
import { answerRefused, settleWork, workOf } from "./http/admission/admitted.js";
import { createFrontDoor } from "./http/admission/front-door.js";
import { shareAcrossOrigins } from "./http/cross-origin.js";
import { errorPages } from "./http/error-pages.js";
import { answerUnrouted, asResponse, handleErrors, unreadableAnswer } from "./http/errors.js";
import { logoEndpoint } from "./http/logo.js";
import { createTrust } from "./http/origin.js";
import { makePages } from "./http/pages.js";
import { logRequests } from "./http/request-log.js";
import { wantsPage } from "./http/send-page.js";
import { transportSecurity } from "./http/transport-security.js";
import { closedEndpoint } from "./login/closed-page.js";
import { factorEndpoint } from "./login/factor-page.js";
import { loginEndpoint } from "./login/login-page.js";
import { providerLogoutEndpoint } from "./login/provider-logout.js";
import { providersEndpoint } from "./login/providers.js";
import { managementEndpoints } from "./management.js";
import { authorizeEndpoint } from "./oauth/authorize.js";
import { consentEndpoint } from "./oauth/consent-page.js";
import { deviceAuthorizationEndpoint } from "./oauth/device-authorization.js";
import { deviceEndpoint } from "./oauth/device-page.js";
import { introspectEndpoint } from "./oauth/introspect.js";
import { jwksEndpoint } from "./oauth/jwks.js";
import { metadataEndpoint } from "./oauth/metadata.js";
import { parEndpoint } from "./oauth/par.js";
import { registerEndpoint } from "./oauth/register.js";
import { revokeEndpoint } from "./oauth/revoke.js";
import { statusListEndpoint } from "./oauth/status-list.js";
import { tokenEndpoint } from "./oauth/token.js";
import { userinfoEndpoint } from "./oauth/userinfo.js";
import { resetEndpoints } from "./reset/reset-page.js";
import { signUpEndpoint } from "./sign-up/sign-up-page.js";

/** Larger than any legitimate form, even with a token of 16 KiB. */
const bodyLimitBytes = 16_384;

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
  const { dpop } = context;
  if (dpop.nonce() !== null) {
    app.addHook("onRequest", (request, reply, done) => {
      // With every answer, so that no client is refused for an old one as long as it keeps asking (RFC 9449 §8.2).
      if (request.headers.dpop !== undefined) reply.header("dpop-nonce", dpop.nonce());
      done();
    });
  }
  await shareAcrossOrigins(app, context);
  refuseLargeHeads(app);
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
    bounded.register(async (scope) => registerEndpoint(scope, context));
    bounded.register(async (scope) => deviceAuthorizationEndpoint(scope, context));
    bounded.register(async (scope) => parEndpoint(scope, context));
    bounded.register(async (scope) => introspectEndpoint(scope, context));
    bounded.register(async (scope) => userinfoEndpoint(scope, context));
    bounded.register(async (scope) => {
      await makePages(scope, context);
      authorizeEndpoint(scope, context);
      deviceEndpoint(scope, context);
      loginEndpoint(scope, context);
      closedEndpoint(scope, context);
      resetEndpoints(scope, context);
      signUpEndpoint(scope, context);
      factorEndpoint(scope, context);
      providersEndpoint(scope, context);
      consentEndpoint(scope, context);
      accountEndpoint(scope, context);
      accountPasswordEndpoint(scope, context);
      accountProfileEndpoint(scope, context);
      accountHistoryEndpoint(scope, context);
      accountVerifyEndpoint(scope, context);
      accountEmailEndpoint(scope, context);
      accountExportEndpoint(scope, context);
      accountDeleteEndpoint(scope, context);
      accountFactorsEndpoint(scope, context);
      accountTotpEndpoint(scope, context);
      accountIdentitiesEndpoint(scope, context);
      logoutEndpoint(scope, context);
      rpInitiatedLogoutEndpoint(scope, context);
    });
    bounded.register(async (scope) => providerLogoutEndpoint(scope, context));
    bounded.register(async (scope) => accountApi(scope, context));
    bounded.register(async (scope) => adminApi(scope, context), { prefix: adminPrefix });
  });
  app.register(async (scope) => {
    await scope.register(etag);
    metadataEndpoint(scope, context);
    statusListEndpoint(scope, context);
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
  const { issuer } = context.config;
  const app = Fastify({
    ...options,
    loggerInstance: context.log,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request costs more than the line it writes; the lines carry the request id.
    childLoggerFactory: (logger) => logger,
    genReqId: () => randomUUID(),
    bodyLimit: bodyLimitBytes,
    ...serverLimits,
    exposeHeadRoutes: true,
    frameworkErrors: (error, request, reply) => {
      workOf(request.raw).answered(); // without a route there are no hooks either
      const wording = request.url.startsWith(adminPrefix) ? asProblem(issuer) : asResponse(context);
      answerUnrouted(wording, error, request, reply);
    },
    schemaController: { compilersFactory: noCompilers },
    routerOptions: { maxParamLength: longestParameter },
    clientErrorHandler: answerUnreadable(unreadableAnswer(issuer)),
  });
  handleErrors(app, context);
  limitRequests(app);
  logRequests(app);
  return app;
}
