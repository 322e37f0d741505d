/**
 * The authorization endpoint: from a client's request to a code, by way of sign-in and consent if needed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 * @see https://www.rfc-editor.org/rfc/rfc9207
 */
import { isScopeWithin, OAuthError, type Reason } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Client } from "../clients/clients.sql.js";
import { isOnLoopback } from "../clients/redirect-uri.js";
import { consentHash } from "../clients/strangers.js";
import { admitStranger } from "../clients/strangers.sql.js";
import { insertAuthorizationCode } from "../codes/authorization-codes.sql.js";
import { consumeConsent, findConsentedScope, findConsents } from "../consents/consents.sql.js";
import type { Context } from "../context.js";
import { findFactors, needsSecondFactor } from "../factors/factors.sql.js";
import { handleOf, resumed } from "../http/continue-to.js";
import { type Form, parseForm } from "../http/form.js";
import { formBody } from "../http/forms.js";
import { queryForm } from "../http/pages.js";
import { refusePrefetch } from "../http/prefetch.js";
import { sendOn, sendPage } from "../http/send-page.js";
import { formPostPage } from "../http/views/message.js";
import { hashSecret, newSecret } from "../secrets.js";
import { verifyIdTokenHint } from "../tokens/id-token-hint.js";
import { keepHalfSignIn } from "../users/half-sign-in.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import {
  type AuthorizationRequest,
  checkAuthorizationRequest,
  checkReturnAddress,
  hashRequest,
  type ReturnAddress,
} from "./authorization-request.js";
import { readRequest, requestUriHashOf } from "./pushed-request.js";
import { isStepUpDue } from "./step-up.js";

/** RFC 6749 §4.1.2 allows ten minutes; clients redeem at once. */
const codeSeconds = 60;

/** How soon the consent page must lead back here. */
const consentSeconds = 60;

export function authorizeEndpoint(app: FastifyInstance, context: Context): void {
  // Link checkers send HEAD: the address exists, and no code is issued.
  app.head("/oauth2/authorize", (_request, reply) => reply.code(204).send());
  app.get("/oauth2/authorize", (request, reply) => authorize(context, request, reply, queryForm(request)));
  app.post("/oauth2/authorize", (request, reply) =>
    authorize(context, request, reply, parseForm(formBody(request))),
  );
}

async function authorize(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  sent: Form,
): Promise<FastifyReply> {
  refusePrefetch(request);
  const asking = resumed(sent);
  const signIn = await currentSignIn(context, request);
  const form = await readRequest(context, asking, asking === sent ? null : { signIn });
  const address = await checkReturnAddress(context.findRequester, form);
  request.clientId = address.client.clientId;
  try {
    const asked = checkAuthorizationRequest(context.config, address.client, form);
    if (asked.prompt.has("create")) return goTo(context, reply, "/sign-up", asked, form, "login_required");
    if (signIn === null || isLoginDue(asked, signIn))
      return goTo(context, reply, "/login", asked, form, "login_required");
    await checkUser(context, address.client, asked, form, signIn);
    if (isStepUpDue(context.config, address.client, asked, signIn))
      return await stepUp(context, reply, asked, form, signIn);
    if (await isConsentDue(context, address, asked, form, signIn))
      return goTo(context, reply, "/consent", asked, form, "consent_required");
    const code = await issueCode(context, address, asked, signIn, form);
    return answerClient(reply, context, address, { code });
  } catch (error) {
    if (!(error instanceof OAuthError) || error.status >= 500) throw error;
    // The app has its answer from another tab.
    if (error.code === "invalid_request_uri") throw error;
    if (!(await isTrusted(context, request, address))) throw error;
    request.reason = error.reason;
    return answerClient(reply, context, address, errorParameters(context, error));
  }
}

/**
 * Whether an operator, or this user on the consent page, has agreed to this address, or it is on the user's own computer. To any
 * other, which anybody could have registered, nobody is sent without being asked (RFC 9700 §4.11.2).
 */
export async function isTrusted(
  context: Context,
  request: FastifyRequest,
  { client, redirectUri }: ReturnAddress,
): Promise<boolean> {
  if (client.origin === "operator" || isOnLoopback(redirectUri)) return true;
  const signIn = await currentSignIn(context, request);
  const hash = consentHash(client, redirectUri);
  return signIn !== null && (await findConsents(context.db, signIn.userId, client.clientId, hash)).length > 0;
}

const isLoginDue = ({ prompt, maxAgeSeconds }: AuthorizationRequest, { ageSeconds }: SignIn): boolean =>
  prompt.has("login") ||
  prompt.has("select_account") ||
  (maxAgeSeconds !== null && ageSeconds > maxAgeSeconds);

/**
 * The response must not be about anybody else than whom the request names (OpenID Connect Core 1.0 §3.1.2.1). A hint that proves
 * nothing is ignored, since apps keep ID tokens for longer than this server keeps keys; but it does not let anybody in unasked.
 */
async function checkUser(
  context: Context,
  { clientId }: Client,
  { subject, prompt }: AuthorizationRequest,
  form: Form,
  { userId }: SignIn,
): Promise<void> {
  const token = form.get("id_token_hint");
  const hint = token === undefined ? undefined : await verifyIdTokenHint(context, token);
  const isProven = hint?.clientId === clientId;
  const named = [subject ?? userId, isProven ? hint.subject : userId];
  const isUnproven = token !== undefined && !isProven && prompt.has("none");
  if (!isUnproven && named.every((id) => id === userId)) return;
  const description = isUnproven
    ? "With prompt=none, the id_token_hint has to be an ID token that this server issued to this client."
    : "Another user is signed in than the request names.";
  throw new OAuthError("login_required", description, { reason: "hint_user_mismatch" });
}

/** Send the user to show the second factor, or to set one up. */
async function stepUp(
  context: Context,
  reply: FastifyReply,
  asked: AuthorizationRequest,
  form: Form,
  { id: signInId, userId, credentialVersion, amr }: SignIn,
): Promise<FastifyReply> {
  const hasOne = needsSecondFactor(await findFactors(context.db, userId));
  if (hasOne && !asked.prompt.has("none"))
    keepHalfSignIn(context, reply, { signInId, userId, credentialVersion, amr });
  const page = hasOne ? "/login/factor" : "/account/factors";
  return goTo(context, reply, page, asked, form, "login_required", "step_up_required");
}

/** If the user must be asked every time, earlier consent does not count: only consent to this request does. */
async function isConsentDue(
  { db }: Context,
  { client, redirectUri }: ReturnAddress,
  asked: AuthorizationRequest,
  form: Form,
  { id: signInId, userId }: SignIn,
): Promise<boolean> {
  const consent = { userId, clientId: client.clientId, resource: asked.resource };
  if (asked.prompt.has("consent") || (!client.firstParty && isAnyAppsRedirect(client, redirectUri)))
    return !(await consumeConsent(db, consent, hashRequest(form, signInId), consentSeconds));
  if (client.firstParty) return false;
  const agreed = await findConsentedScope(db, consent, consentHash(client, redirectUri));
  return agreed === null || !isScopeWithin(asked.consentScope, agreed);
}

/**
 * Whether another app could receive the response in this client's place (RFC 8252 §8.6): any app on a device can
 * listen on a loopback port or claim a private-use scheme. A secret or a browser app's origin prevents it.
 */
const isAnyAppsRedirect = (client: Client, redirectUri: string): boolean =>
  client.tokenEndpointAuthMethod === "none" &&
  client.refreshTokenDelivery === "body" &&
  !redirectUri.startsWith("https:");

/** Send the user to a page, unless the client wants nobody asked. */
function goTo(
  context: Context,
  reply: FastifyReply,
  page: "/login" | "/login/factor" | "/account/factors" | "/sign-up" | "/consent",
  asked: AuthorizationRequest,
  form: Form,
  error: "login_required" | "consent_required",
  reason: Reason = error,
): FastifyReply {
  if (asked.prompt.has("none")) throw new OAuthError(error, "The user would have to be asked.", { reason });
  const parameters = new URLSearchParams({ continue: handleOf(form) });
  if (page !== "/consent" && asked.loginHint !== null) parameters.set("login_hint", asked.loginHint);
  return sendOn(context, reply, `${page}?${parameters}`);
}

async function issueCode(
  context: Context,
  { client, redirectUri }: ReturnAddress,
  asked: AuthorizationRequest,
  signIn: SignIn,
  form: Form,
): Promise<string> {
  const code = newSecret();
  const requestUriHash = requestUriHashOf(form);
  const { db } = context;
  await admitStranger(db, client, asked.resource);
  const inserted = await insertAuthorizationCode(db, {
    codeHash: hashSecret(code),
    clientId: client.clientId,
    signInId: signIn.id,
    needsConsent: !client.firstParty,
    redirectUri,
    redirectUriSent: form.has("redirect_uri"),
    codeChallenge: asked.codeChallenge,
    scope: asked.scope,
    resource: asked.resource,
    nonce: asked.nonce,
    requestedClaims: asked.requestedClaims,
    jkt: asked.jkt,
    requestUriHash,
    lifeSeconds: codeSeconds,
  });
  if (inserted) return code;
  // Refuses what another tab was faster with.
  if (requestUriHash !== null) await readRequest(context, form, null);
  throw new OAuthError("login_required", "The sign-in or the consent has just ended.", {
    reason: "login_required",
  });
}

/** The error parameters for the client (RFC 6749 §4.1.2.1). */
export const errorParameters = (
  { config }: Context,
  { code, message, reason }: OAuthError,
): Record<string, string> => ({
  error: code,
  error_description: message,
  error_uri: `${config.issuer}/errors/${reason}`,
});

/** Send the response to the client through the browser, with `state` and `iss`. */
export function answerClient(
  reply: FastifyReply,
  context: Context,
  address: ReturnAddress,
  parameters: Readonly<Record<string, string>>,
): FastifyReply {
  const { redirectUri, state, responseMode } = address;
  const answer = { ...parameters, ...(state !== null && { state }), iss: context.config.issuer };
  if (responseMode === "form_post") {
    const page = formPostPage(redirectUri, answer);
    // Under no-referrer the form's origin would be "null", which apps cannot tell from anybody else's.
    reply.header("referrer-policy", "strict-origin");
    return sendPage(context, reply, page, { leadsToApp: true });
  }
  const separator = redirectUri.includes("?") ? "&" : "?";
  return sendOn(context, reply, `${redirectUri}${separator}${new URLSearchParams(answer)}`);
}
