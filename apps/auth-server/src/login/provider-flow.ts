/**
 * A way to a provider and back: what has to be known on the return, in a cookie of its own that only this server can read, so
 * that several tabs can be on their way at once. Whoever comes back without it has not gone from this browser: the answer is
 * somebody else's, who wants this browser signed in, or linked, to their account.
 */
import { hash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { cookieAttributes, cookieName } from "../http/cookies.js";
import { seal, unseal } from "../sealing.js";
import { newSecret } from "../secrets.js";

export interface ProviderFlow {
  readonly providerId: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** The handle of the authorization request that it is for; null for the account. */
  readonly continueTo: string | null;
  /** Who wants to link the identity, by their sign-in; null: somebody who wants to sign in. */
  readonly linkTo: string | null;
  /** Seconds since 1970: the user has to have been authenticated there since; null for ever. */
  readonly authenticatedSince: number | null;
  /** Whether the provider has to say when that was: an app wants to know. */
  readonly isTimeDemanded: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** How long somebody may take at the provider. */
const lifeSeconds = 600;

/** Tabs; beyond it the oldest is forgotten, since browsers and proxies limit what all cookies take. */
const mostAtOnce = 4;

/** Browsers drop a cookie of more than 4096 bytes without a word. */
const longestCookie = 3_800;

const prefixOf = (issuer: string): string => cookieName(issuer, "regrant-provider-");

/** The state itself stays inside. */
const nameOf = (issuer: string, state: string): string =>
  prefixOf(issuer) + hash("sha256", state, "base64url").slice(0, 8);

/** @returns null if the authorization request is too long to be kept in a cookie */
export function beginFlow(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: Pick<
    ProviderFlow,
    "providerId" | "continueTo" | "linkTo" | "authenticatedSince" | "isTimeDemanded"
  >,
): ProviderFlow | null {
  const { config, secrets, now } = context;
  const flow: ProviderFlow = {
    ...wanted,
    state: newSecret(),
    nonce: newSecret(),
    codeVerifier: newSecret(),
    expiresAt: now() + lifeSeconds * 1000,
  };
  const sealed = seal(secrets, "provider sign-in", config.issuer, JSON.stringify(flow)).toString("base64url");
  if (sealed.length > longestCookie) return null;
  forgetOldFlows(context, request, reply);
  const attributes = { ...cookieAttributes(config.issuer), maxAge: lifeSeconds };
  reply.setCookie(nameOf(config.issuer, flow.state), sealed, attributes);
  return flow;
}

/** Make room for one more. */
function forgetOldFlows(context: Context, { cookies }: FastifyRequest, reply: FastifyReply): void {
  const { issuer } = context.config;
  const expiryOf = (value: string | undefined) => openFlow(context, value)?.expiresAt ?? 0;
  const newestFirst = Object.keys(cookies)
    .filter((name) => name.startsWith(prefixOf(issuer)))
    .sort((one, other) => expiryOf(cookies[other]) - expiryOf(cookies[one]));
  for (const name of newestFirst.slice(mostAtOnce - 1)) reply.clearCookie(name, cookieAttributes(issuer));
}

/** The flow that an answer with this state belongs to, which is over with this; null if this browser has not begun it. */
export function endFlow(
  context: Context,
  { cookies }: FastifyRequest,
  reply: FastifyReply,
  state: string,
): ProviderFlow | null {
  const { issuer } = context.config;
  const name = nameOf(issuer, state);
  const flow = openFlow(context, cookies[name]);
  if (flow?.state !== state) return null;
  reply.clearCookie(name, cookieAttributes(issuer));
  return flow;
}

function openFlow({ config, secrets, now }: Context, cookie: string | undefined): ProviderFlow | null {
  if (cookie === undefined) return null;
  const plain = unseal(secrets, "provider sign-in", config.issuer, Buffer.from(cookie, "base64url"));
  if (plain === null) return null;
  const flow: ProviderFlow = JSON.parse(plain);
  return flow.expiresAt > now() ? flow : null;
}
