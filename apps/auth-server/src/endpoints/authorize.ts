/**
 * The authorization endpoint: from a client's request to a code, by way of sign-in and consent where they are due.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 * @see https://www.rfc-editor.org/rfc/rfc9207
 */
import { isScopeWithin, OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import {
  type AuthorizationRequest,
  checkAuthorizationRequest,
  checkReturnAddress,
  hashRequest,
  type ReturnAddress,
} from "../protocol/authorization-request.js";
import { type Form, parseForm } from "../protocol/form.js";
import { hashSecret, newSecret } from "../secrets.js";
import { currentSignIn } from "../sign-in-cookie.js";
import { insertAuthorizationCode } from "../store/authorization-codes.js";
import type { Client } from "../store/clients.js";
import { consumeConsent, findConsentedScope } from "../store/consents.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { formPostPage, formPostScriptSource } from "../views/message.js";
import { handleOf, resumed } from "./continue-to.js";
import { formBody } from "./forms.js";
import { queryForm, sendOn, sendPage } from "./pages.js";
import { isPrefetch } from "./prefetch.js";

/** RFC 6749 §4.1.2 advises ten minutes at most; a client redeems at once. */
const codeSeconds = 60;

/** So long does a request have to come back from the consent page. */
const consentSeconds = 60;

export function authorizeEndpoint(app: FastifyInstance, context: Context): void {
  // Checkers of links ask like this: there is such an address, and no code comes of it.
  app.head("/oauth2/authorize", (_request, reply) => reply.code(204).send());
  app.get("/oauth2/authorize", (request, reply) =>
    authorize(context, request, reply, resumed(queryForm(request))),
  );
  app.post("/oauth2/authorize", (request, reply) =>
    authorize(context, request, reply, parseForm(formBody(request))),
  );
}

async function authorize(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Form,
): Promise<FastifyReply> {
  if (isPrefetch(request)) throw prefetched();
  const address = await checkReturnAddress(context.findClient, form);
  request.clientId = address.client.clientId;
  try {
    const asked = checkAuthorizationRequest(address.client, form);
    const signIn = await currentSignIn(context, request);
    if (signIn === null || isLoginDue(asked, signIn))
      return goTo(reply, "/login", asked, form, "login_required");
    if (await isConsentDue(context, address, asked, form, signIn))
      return goTo(reply, "/consent", asked, form, "consent_required");
    const code = await issueCode(context, address, asked, signIn, form.has("redirect_uri"));
    return answerClient(reply, context, address, { code });
  } catch (error) {
    if (!(error instanceof OAuthError) || error.status >= 500) throw error;
    request.reason = error.reason;
    return answerClient(reply, context, address, errorParameters(context, error));
  }
}

/** A refusal is what a browser throws away; it asks anew once the person goes there. A 204 it would keep, and show nothing. */
const prefetched = () =>
  new OAuthError("invalid_request", "Nothing is granted ahead of time; go there when it is wanted.", {
    reason: "prefetch_refused",
    status: 403,
  });

const isLoginDue = ({ prompt, maxAgeSeconds }: AuthorizationRequest, { ageSeconds }: SignIn): boolean =>
  prompt.has("login") || (maxAgeSeconds !== null && ageSeconds > maxAgeSeconds);

/** Where the user is asked each time, what they agreed to before opens nothing: only their yes to this very request does. */
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
  const agreed = await findConsentedScope(db, consent);
  return agreed === null || !isScopeWithin(asked.scope, agreed);
}

/**
 * May the answer go to an app that only passes for this client (RFC 8252 §8.6)? Every app on a device can listen on a
 * loopback port or claim a private-use scheme. A secret tells them apart, and so does a browser app's origin.
 */
const isAnyAppsRedirect = (client: Client, redirectUri: string): boolean =>
  client.secretHashes.length === 0 &&
  client.refreshTokenDelivery === "body" &&
  !redirectUri.startsWith("https:");

/** Ask the user, unless the client wants nobody asked. */
function goTo(
  reply: FastifyReply,
  page: "/login" | "/consent",
  asked: AuthorizationRequest,
  form: Form,
  reason: "login_required" | "consent_required",
): FastifyReply {
  if (asked.prompt.has("none")) {
    throw new OAuthError(reason, "The user would have to be asked.", { reason });
  }
  const parameters = new URLSearchParams({ continue: handleOf(form) });
  if (page === "/login" && asked.loginHint !== null) parameters.set("login_hint", asked.loginHint);
  return sendOn(reply, `${page}?${parameters}`);
}

async function issueCode(
  { db }: Context,
  { client, redirectUri }: ReturnAddress,
  asked: AuthorizationRequest,
  signIn: SignIn,
  redirectUriSent: boolean,
): Promise<string> {
  const code = newSecret();
  const inserted = await insertAuthorizationCode(db, {
    codeHash: hashSecret(code),
    clientId: client.clientId,
    signInId: signIn.id,
    needsConsent: !client.firstParty,
    redirectUri,
    redirectUriSent,
    codeChallenge: asked.codeChallenge,
    scope: asked.scope,
    resource: asked.resource,
    lifeSeconds: codeSeconds,
  });
  if (inserted) return code;
  throw new OAuthError("login_required", "The sign-in or the consent has just ended.", {
    reason: "login_required",
  });
}

/** What a refusal is to the client that it is redirected to (RFC 6749 §4.1.2.1). */
export const errorParameters = (
  { config }: Context,
  { code, message, reason }: OAuthError,
): Record<string, string> => ({
  error: code,
  error_description: message,
  error_uri: `${config.issuer}/errors/${reason}`,
});

/** Send the answer to the client through the browser, with `state` and `iss`. */
export function answerClient(
  reply: FastifyReply,
  { config }: Context,
  address: ReturnAddress,
  parameters: Readonly<Record<string, string>>,
): FastifyReply {
  const { redirectUri, state, responseMode } = address;
  const answer = { ...parameters, ...(state !== null && { state }), iss: config.issuer };
  if (responseMode === "form_post") {
    const page = formPostPage(redirectUri, answer);
    // Under no-referrer the form would come from the origin "null", which no app can tell from anybody else's.
    reply.header("referrer-policy", "strict-origin");
    return sendPage(reply, page, { leadsToApp: true, scripts: [formPostScriptSource] });
  }
  const separator = redirectUri.includes("?") ? "&" : "?";
  return sendOn(reply, `${redirectUri}${separator}${new URLSearchParams(answer)}`);
}
