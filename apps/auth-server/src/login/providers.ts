/**
 * Signing in through another OpenID provider: the way there, and the way back.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.4 mix-up
 */
import { OAuthError, type Reason } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Configuration } from "openid-client";
import { codeChallengeOf } from "../codes/pkce.js";
import type { Context } from "../context.js";
import { type Destination, destinationBehind, handleOf, pathToPage, promptsOf } from "../http/continue-to.js";
import { originOf } from "../http/origin.js";
import { queryForm } from "../http/pages.js";
import { refusePrefetch } from "../http/prefetch.js";
import { sendOn, sendPage } from "../http/send-page.js";
import { shown } from "../http/shown-value.js";
import { readRequest } from "../oauth/pushed-request.js";
import { unreachableBehind } from "../providers/bounded-fetch.js";
import { markIdentityUsed } from "../providers/identities.sql.js";
import { applyRoles } from "../providers/link.js";
import { type OpenidClient, openidClient, ProviderUnfit } from "../providers/provider-clients.js";
import { findProvider, type Provider } from "../providers/providers.sql.js";
import { mappedRoles } from "../providers/roles.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { findCredentials, findUserById } from "../users/users.sql.js";
import { finishSignIn } from "./finish-sign-in.js";
import { keepFoundIdentity } from "./found-identity.js";
import { AuthenticationTooOld, redeemAnswer, SubjectInvalid, type Vouched } from "./provider-answer.js";
import { beginFlow, endFlow, type ProviderFlow } from "./provider-flow.js";
import { findOrLinkUser } from "./provider-user.js";
import { type ProviderProblem, providerProblemPage } from "./views/providers.js";

/** How far a provider's clock may be behind. */
const clockToleranceSeconds = 30;

export function providersEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/login/providers/:id", (_request, reply) => reply.redirect("/login", 303));
  app.post<{ Params: { id: string } }>("/login/providers/:id", (request, reply) =>
    goToProvider(context, request, reply, request.params.id, {
      asked: destinationBehind(request.form),
      linkTo: null,
    }),
  );
  app.get<{ Params: { id: string } }>("/login/providers/:id/callback", async (request, reply) => {
    refusePrefetch(request);
    const flow = endFlow(context, request, reply, queryForm(request).get("state") ?? "");
    // An answer at another provider's address: one of the two wants the other's code (mix-up).
    if (flow === null || flow.providerId !== request.params.id)
      return showProblem(context, reply, "provider_answer_unexpected", null, null);
    return comeBack(context, request, reply, flow);
  });
}

const redirectUriOf = (issuer: string, id: string): string => `${issuer}/login/providers/${id}/callback`;

export interface Purpose {
  /** The authorization request that it is for, or a page of the account on which the user has to show that it is still them. */
  readonly asked: Destination;
  /** Who is signed in, and wants to link the identity that comes back; null: somebody who wants to sign in. */
  readonly linkTo: SignIn | null;
}

/** Send the browser to a provider. */
export async function goToProvider(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  purpose: Purpose,
): Promise<FastifyReply> {
  const { asked, linkTo } = purpose;
  const way = { asked, isLinking: linkTo !== null };
  const provider = await findEnabled(context, id);
  if (provider === null) return showProblem(context, reply, "provider_unknown", null, way);
  try {
    const address = await context.providers.ask(provider, async ({ configuration }) => {
      const { buildAuthorizationUrl } = await openidClient();
      const { prompts, maxAge } = demandsOf({ ...purpose, asked: await asPushed(context, asked) });
      const nowSeconds = Math.floor(context.now() / 1000);
      const flow = beginFlow(context, request, reply, {
        providerId: id,
        continueTo: asked && handleOf(asked),
        linkTo: linkTo?.id ?? null,
        authenticatedSince: maxAge === null ? null : nowSeconds - maxAge - clockToleranceSeconds,
        isTimeDemanded: typeof asked !== "string",
      });
      if (flow === null) return null;
      const prompt = prompts.filter((word) => isPromptFor(configuration, word)).join(" ");
      return buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUriOf(context.config.issuer, id),
        scope: provider.scope.join(" "),
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: codeChallengeOf(flow.codeVerifier),
        code_challenge_method: "S256",
        ...(prompt !== "" && { prompt }),
        ...(maxAge !== null && { max_age: String(maxAge) }),
        ...wishesOf(asked),
      });
    });
    if (address === null) return showProblem(context, reply, "provider_request_too_long", provider, way);
    return sendOn(context, reply, address.href);
  } catch (error) {
    return explain(context, reply, error, provider, way);
  }
}

/** What a pushed request demands of the sign-in, it says itself: anybody can make up a way back without. */
const asPushed = async (context: Context, asked: Destination): Promise<Destination> =>
  asked === null || typeof asked === "string" ? asked : readRequest(context, asked, { signIn: null });

/** What is demanded of the sign-in is demanded of the provider, too; `auth_time` shows whether that was met. */
function demandsOf({ asked, linkTo }: Purpose): {
  readonly prompts: readonly string[];
  readonly maxAge: number | null;
} {
  if (typeof asked === "string") return { prompts: ["login"], maxAge: 0 };
  // Which account it is to be is worth a question; and where the provider can't ask it, this server does.
  if (asked === null) return { prompts: linkTo === null ? [] : ["select_account"], maxAge: null };
  const prompts = promptsOf(asked).filter((word) => ["login", "select_account"].includes(word));
  const sent = asked.get("max_age") ?? "";
  const maxAge = /^\d{1,9}$/.test(sent) ? Number(sent) : null;
  return { prompts, maxAge: prompts.includes("login") ? 0 : maxAge };
}

/** Some refuse a prompt that they do not know: the account's selection is only for those that say they do. */
function isPromptFor(configuration: Configuration, word: string): boolean {
  const { prompt_values_supported: known } = configuration.serverMetadata();
  return Array.isArray(known) ? known.includes(word) : word === "login";
}

const wishesOf = (asked: Destination): Record<string, string> =>
  Object.fromEntries(
    ["login_hint", "ui_locales"].flatMap((name) => {
      const value = typeof asked === "string" ? undefined : asked?.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

async function comeBack(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  flow: ProviderFlow,
): Promise<FastifyReply> {
  const { providerId, continueTo, linkTo } = flow;
  const asked = destinationBehind(new Map(continueTo === null ? [] : [["continue", continueTo]]));
  const way = { asked, isLinking: linkTo !== null };
  const provider = await findEnabled(context, providerId);
  if (provider === null) return showProblem(context, reply, "provider_unknown", null, way);
  const answer = new URL(redirectUriOf(context.config.issuer, providerId));
  answer.search = new URLSearchParams([...queryForm(request)]).toString();
  const by = originOf(request);
  try {
    const vouched = await context.providers.ask(provider, (client) =>
      redeemAnswer(context, client, provider, answer, flow),
    );
    if (linkTo !== null) {
      const { subject, email } = vouched;
      keepFoundIdentity(context, reply, { providerId, subject, email, signInId: linkTo });
      return sendOn(context, reply, "/account/identities/confirm");
    }
    const found = await findOrLinkUser(context, provider, vouched, by);
    if (typeof found !== "string")
      return await signIn(context, request, reply, provider, vouched, found.userId, asked);
    await auditRefusal(context, request, provider, found);
    return showProblem(context, reply, found, provider, way);
  } catch (error) {
    return explain(context, reply, error, provider, way);
  }
}

async function signIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  { subject, sessionId, email, amr, claims }: Vouched,
  userId: string,
  asked: Destination,
): Promise<FastifyReply> {
  const { db } = context;
  const [user, credentials] = await Promise.all([findUserById(db, userId), findCredentials(db, userId)]);
  // Who has closed their account may undo that.
  if (user === null || credentials === null || (user.disabledAt !== null && user.closedAt === null)) {
    await auditRefusal(context, request, provider, "user_disabled", userId);
    throw new OAuthError("invalid_grant", "The user is disabled.", { reason: "user_disabled" });
  }
  const by = originOf(request);
  // After the credentials were read, whose version changes with the link: what is taken away meanwhile signs nobody in.
  if (!(await markIdentityUsed(db, { providerId: provider.id, subject, userId, email }))) {
    await auditRefusal(context, request, provider, "identity_unknown", userId);
    return showProblem(context, reply, "identity_unknown", provider, { asked, isLinking: false });
  }
  const mapped = mappedRoles(provider, claims);
  if (mapped !== null && user.disabledAt === null)
    await applyRoles(context.pool, userId, mapped, provider.id, by);
  const { credentialVersion } = credentials;
  const proven = { userId, credentialVersion, amr, provider: { id: provider.id, subject, sessionId } };
  return finishSignIn(context, request, reply, proven, asked);
}

async function findEnabled({ db }: Context, id: string): Promise<Provider | null> {
  const provider = await findProvider(db, id);
  return provider?.disabledAt === null ? provider : null;
}

const auditRefusal = (
  { db, auditRefusal }: Context,
  request: FastifyRequest,
  { id }: Provider,
  reason: Reason,
  userId?: string,
): Promise<void> => {
  const event = { event: "sign_in.refused", reason, ...originOf(request), detail: { provider: id } } as const;
  return auditRefusal(db, { ...event, ...(userId !== undefined && { userId }) }, userId ?? `provider ${id}`);
};

/** Where the page that says what went wrong leads back to; null if nothing is known of it. */
interface Way {
  readonly asked: Destination;
  readonly isLinking: boolean;
}

/** What went wrong on the way, as a page; an operator finds more of it in the log. @throws whatever is no refusal */
async function explain(
  context: Context,
  reply: FastifyReply,
  error: unknown,
  provider: Provider,
  way: Way,
): Promise<FastifyReply> {
  const openid = await openidClient();
  const reason = reasonOf(openid, error);
  if (reason === null) throw error;
  const { id: requestId } = reply.request;
  context.log.warn(
    { requestId, provider: provider.id, reason, problem: inWords(openid, error) },
    "provider sign-in failed",
  );
  return showProblem(context, reply, reason, provider, way);
}

function reasonOf(
  { AuthorizationResponseError, ClientError, ResponseBodyError }: OpenidClient,
  error: unknown,
): ProviderProblem | null {
  if (unreachableBehind(error) !== null || error instanceof ProviderUnfit) return "provider_unreachable";
  if (error instanceof AuthorizationResponseError) return "provider_refused";
  if (error instanceof AuthenticationTooOld) return "provider_authentication_old";
  if (error instanceof OAuthError && error.reason === "user_disabled") return "user_disabled";
  const isInvalid = [ClientError, ResponseBodyError, SubjectInvalid].some((type) => error instanceof type);
  return isInvalid ? "provider_answer_invalid" : null;
}

/** Nothing private, and of what the provider sent no more than an error's name. */
function inWords(
  { AuthorizationResponseError, ClientError, ResponseBodyError }: OpenidClient,
  error: unknown,
): string {
  const unreachable = unreachableBehind(error);
  if (unreachable !== null) return unreachable.message;
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return `it answered ${shown(error.error)}`;
  if (error instanceof ClientError) return `${error.message} (${error.code})`;
  return error instanceof Error ? `${error.name} ${error.message}` : "";
}

const statuses: Readonly<Record<ProviderProblem, number>> = {
  provider_unknown: 404,
  provider_unreachable: 503,
  provider_refused: 403,
  provider_answer_invalid: 400,
  provider_answer_unexpected: 400,
  provider_request_too_long: 400,
  provider_authentication_old: 403,
  identity_unknown: 403,
  identity_address_taken: 409,
  identity_address_missing: 403,
  user_disabled: 403,
};

function showProblem(
  context: Context,
  reply: FastifyReply,
  reason: ProviderProblem,
  provider: Provider | null,
  way: Way | null,
): FastifyReply {
  reply.request.reason = reason;
  const back = way?.isLinking ? "/account#ways" : pathToPage("/login", way?.asked ?? null);
  const view = providerProblemPage({
    reason,
    name: provider?.name ?? null,
    back,
    isLinking: way?.isLinking ?? false,
  });
  return sendPage(context, reply.code(statuses[reason]), view);
}
