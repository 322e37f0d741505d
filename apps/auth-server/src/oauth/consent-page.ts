/** The consent page: what an app asks for, in words, and the user's yes or no. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Client } from "../clients/clients.sql.js";
import { destinationOf } from "../clients/redirect-uri.js";
import { consentHash } from "../clients/strangers.js";
import { admitStranger } from "../clients/strangers.sql.js";
import { findConsents, grantConsent } from "../consents/consents.sql.js";
import type { Context } from "../context.js";
import { handleOf, pathTo, requestBehind } from "../http/continue-to.js";
import type { Form } from "../http/form.js";
import { originOf } from "../http/origin.js";
import { formToken, queryForm } from "../http/pages.js";
import { sendOn, sendPage, textsOf } from "../http/send-page.js";
import type { Texts } from "../http/views/texts/en.js";
import { apiInWords, scopeInWords } from "../http/views/words.js";
import { isIdentityScope } from "../identity-scopes.js";
import { lifetimesOf } from "../sessions/lifetimes.js";
import { currentSignIn } from "../users/sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import {
  type AuthorizationRequest,
  checkAuthorizationRequest,
  checkReturnAddress,
  hashRequest,
  type ReturnAddress,
} from "./authorization-request.js";
import { answerClient, errorParameters } from "./authorize.js";
import { readRequest } from "./pushed-request.js";
import { type ConsentView, consentPage } from "./views/consent.js";

export function consentEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/consent", async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    const asked = await findRequest(context, queryForm(request), signIn);
    if (asked === null || signIn === null) return sendOn(context, reply, pathTo(asked?.form ?? null));
    const { address, request: asks, form } = asked;
    const view = consentPage({
      clientName: address.client.name,
      email: signIn.email,
      ...inWords(
        context,
        address,
        asks,
        await findConsents(
          context.db,
          signIn.userId,
          address.client.clientId,
          consentHash(address.client, address.redirectUri),
        ),
        textsOf(request),
      ),
      ...whereTo(address.redirectUri),
      ...whoAsks(address.client),
      continueTo: handleOf(form),
      formToken: formToken(reply),
    });
    return sendPage(context, reply, view, { leadsToApp: true });
  });

  app.post("/consent", (request, reply) => decide(context, request, reply));
}

async function decide(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const signIn = await currentSignIn(context, request);
  const asked = await findRequest(context, request.form, signIn);
  if (asked === null || signIn === null) return sendOn(context, reply, pathTo(asked?.form ?? null));
  const { address, request: asks, form } = asked;
  if (request.form.get("decision") !== "allow") {
    const denied = new OAuthError("access_denied", "The user did not agree.", { reason: "access_denied" });
    request.reason = denied.reason;
    return answerClient(reply, context, address, errorParameters(context, denied));
  }
  const consent = {
    userId: signIn.userId,
    clientId: address.client.clientId,
    resource: asks.resource,
    scope: asks.consentScope,
    requestHash: hashRequest(form, signIn.id),
    clientHash: consentHash(address.client, address.redirectUri),
  };
  await admitStranger(context.db, address.client, asks.resource);
  await grantConsent(context.db, consent, originOf(request));
  return sendOn(context, reply, pathTo(form));
}

interface AskedConsent {
  readonly address: ReturnAddress;
  readonly request: AuthorizationRequest;
  readonly form: Form;
}

/** The authorization request behind the page, checked anew. */
async function findRequest(
  context: Context,
  page: Form,
  signIn: SignIn | null,
): Promise<AskedConsent | null> {
  const asked = requestBehind(page);
  if (asked === null) return null;
  const form = await readRequest(context, asked, { signIn });
  const address = await checkReturnAddress(context.findRequester, form);
  return { address, form, request: checkAuthorizationRequest(context.config, address.client, form) };
}

function inWords(
  { config }: Context,
  { client }: ReturnAddress,
  { resource, consentScope: scope }: AuthorizationRequest,
  agreed: readonly { readonly resource: string; readonly scope: readonly string[] }[],
  texts: Texts,
) {
  const api = client.resources.find(({ uri }) => uri === resource);
  const before = agreed.find((consent) => consent.resource === resource)?.scope ?? [];
  const lifetimes = lifetimesOf(config, client, resource);
  const seconds = client.grantTypes.includes("refresh_token")
    ? lifetimes.sessionAbsoluteSeconds
    : lifetimes.accessTokenSeconds;
  return {
    resourceName: scope.every(isIdentityScope)
      ? null
      : apiInWords({ uri: resource, name: api?.name ?? null }),
    scope: scopeInWords(scope, api?.scopeDescriptions ?? {}, texts).map((text, index) => ({
      text,
      granted: before.includes(scope[index] ?? ""),
    })),
    isFirst: agreed.length === 0,
    lastsSeconds: seconds,
  };
}

function whoAsks({ origin, clientId }: Client): Pick<ConsentView, "strangerFrom"> {
  if (origin === "operator") return {};
  return { strangerFrom: origin === "document" ? new URL(clientId).host : null };
}

function whereTo(redirectUri: string): Pick<ConsentView, "destination" | "isLocal"> {
  const { protocol } = new URL(redirectUri);
  return { destination: destinationOf(redirectUri), isLocal: protocol !== "https:" };
}
