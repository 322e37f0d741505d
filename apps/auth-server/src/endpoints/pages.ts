/**
 * What the pages share: forms that only this server's own pages can send, headers that keep the rest of the web
 * out, and errors as pages.
 */
import cookie from "@fastify/cookie";
import csrf from "@fastify/csrf-protection";
import helmet from "@fastify/helmet";
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { decodeFormComponent, type Form, parseForm } from "../protocol/form.js";
import { isSecure } from "../sign-in-cookie.js";
import { contentSecurityPolicy } from "../views/layout.js";
import { goingOnPage, refusalPage } from "../views/message.js";
import { cookiesOf } from "./cookies.js";
import { isFault, toOAuthError } from "./errors.js";
import { formBody } from "./forms.js";

/** Whatever an address could carry to a page, encoded once more, comes back with its form. */
const bodyLimitBytes = 65_536;

declare module "fastify" {
  interface FastifyRequest {
    /** The form that a page sent, once its token is checked. */
    form: Form;
  }
}

/** Make this scope one of pages. Each POST needs the token that `formToken` gave to the page. */
export async function makePages(app: FastifyInstance, context: Context): Promise<void> {
  const { issuer } = context.config;
  const formCookie = isSecure(issuer) ? "__Host-regrant-form" : "regrant-form";
  await app.register(cookie);
  await app.register(csrf, {
    cookieKey: formCookie,
    cookieOpts: { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(issuer) },
    csrfOpts: { secretLength: 32 },
    getToken: ({ form }) => form.get("form_token"),
  });
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginOpenerPolicy: false,
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: false,
  });
  app.decorateRequest("form");
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("cache-control", "no-store");
    preferOwnCookies(request);
    // Apps on other origins open the sign-in in a pop-up and wait for its answer; nobody opens the account like that.
    if (request.url.startsWith("/account")) reply.header("cross-origin-opener-policy", "same-origin");
    done();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "buffer", bodyLimit: bodyLimitBytes },
    (_request, body, done) => done(null, body),
  );
  app.addHook("preHandler", (request, reply, done) => {
    // An authorization request may come as a form from anywhere (RFC 6749 §3.1); it changes nothing by itself.
    if (request.method !== "POST" || request.routeOptions.url === "/oauth2/authorize") return done();
    request.form = parseForm(formBody(request));
    if (isFromElsewhere(request, issuer)) throw notOurForm();
    if (request.cookies[formCookie] === undefined) throw cookieMissing();
    app.csrfProtection(request, reply, done);
  });
  app.setErrorHandler((error: Error, request, reply) => {
    const refusal =
      "code" in error && String(error.code).startsWith("FST_CSRF") ? notOurForm() : toOAuthError(error);
    request.reason = refusal.reason;
    if (isFault(refusal))
      request.log.error(
        { requestId: request.id, err: refusal.cause ?? error, reason: refusal.reason },
        "request failed",
      );
    return sendPage(reply.code(refusal.status).headers(refusal.headers), refusalPage(refusal));
  });
}

/**
 * Where a cookie comes twice, the last counts: browsers send those of longer paths first, and this server's are for `/`. The
 * others are somebody's who shares the host, and would send a user in circles.
 */
function preferOwnCookies(request: FastifyRequest): void {
  const { cookies } = request;
  for (const name of Object.keys(cookies).filter((name) => /^(__Host-)?regrant(-form|-notice)?$/.test(name))) {
    const last = cookiesOf(request, name).at(-1) ?? "";
    cookies[name] = decodeFormComponent(last) ?? last;
  }
}

interface PageOptions {
  /**
   * The form leads on to an app in the end. Chromium holds `form-action` against every redirect behind a form, and an app's
   * callback may send its user on: to other hosts, to a program on this machine, to a scheme of the app's own. No list of
   * sources covers those, so there is none; no page has markup that anybody else has written.
   */
  readonly leadsToApp?: boolean;
  /** The sources of the page's own scripts. */
  readonly scripts?: readonly string[];
}

export function sendPage(
  reply: FastifyReply,
  markup: string,
  { leadsToApp = false, scripts = [] }: PageOptions = {},
): FastifyReply {
  const policy = { ...contentSecurityPolicy, ...(scripts.length > 0 && { "script-src": scripts }) };
  const csp = Object.entries(policy)
    .filter(([name]) => !(leadsToApp && name === "form-action"))
    .map(([name, sources]) => `${name} ${sources.join(" ")}`);
  return reply
    .header("content-security-policy", csp.join("; "))
    .type("text/html; charset=utf-8")
    .send(markup);
}

/** Characters. nginx takes 4 KiB for the whole head of an answer, unless told otherwise. */
const longestLocation = 2_560;

/** Send the browser on. 303, so that no form is sent along; by a page where the address would not fit into a head. */
export const sendOn = (reply: FastifyReply, to: string): FastifyReply =>
  to.length > longestLocation ? sendPage(reply, goingOnPage(to)) : reply.redirect(to, 303);

/** The token that a page's forms carry. */
export const formToken = (reply: FastifyReply): string => reply.generateCsrf();

/**
 * Browsers say where a POST comes from; where they do, it has to be this server. Under `no-referrer` the origin of its
 * own forms is "null", and Sec-Fetch-Site tells.
 */
const isFromElsewhere = ({ headers }: FastifyRequest, issuer: string): boolean =>
  (headers["sec-fetch-site"] ?? "same-origin") !== "same-origin" ||
  ![issuer, "null"].includes(headers.origin ?? issuer);

const notOurForm = () =>
  new OAuthError("invalid_request", "This page was too old. Go back, load it again and repeat.", {
    reason: "form_token_mismatch",
    status: 403,
  });

const cookieMissing = () =>
  new OAuthError(
    "invalid_request",
    "Your browser did not send back this page's cookie. Allow cookies for this site, then go back, load the page again and repeat.",
    { reason: "cookie_missing", status: 403 },
  );

/** Parse the query of a GET as the form that it is. */
export function queryForm({ url }: FastifyRequest): Form {
  const start = url.indexOf("?");
  return parseForm(Buffer.from(start === -1 ? "" : url.slice(start + 1)));
}
