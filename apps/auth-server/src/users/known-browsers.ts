/**
 * Whom this browser has signed in before, so that users are told when another one does: a cookie of tags, each bound to one user's
 * current credentials. A password that is changed makes every other browser new again, a thief's among them.
 *
 * The cookie opens nothing. Without it, or with another's, its browser is new. A tag cannot be made up, only taken from a
 * browser, where the sign-in's own cookie lies beside it.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isSecure } from "../http/cookies.js";
import type { DerivedKeys, Secrets } from "../secrets.js";
import type { NewSignIn } from "./sign-ins.sql.js";

interface Room {
  readonly config: { readonly issuer: string };
  readonly secrets: Secrets;
}

type Whose = Pick<NewSignIn, "userId" | "credentialVersion">;

/** From the last sign-in. */
const lifeSeconds = 365 * 86_400;
/** Of a browser that a family shares. */
const mostUsers = 8;
const tagBytes = 16;

const nameOf = (issuer: string): string => (isSecure(issuer) ? "__Host-regrant-known" : "regrant-known");

/** Does this browser show that the user has signed in with it before, by these credentials? */
export function isKnownBrowser(room: Room, request: FastifyRequest, whose: Whose): boolean {
  const kept = keptTags(room, request);
  return room.secrets.some((entry) => kept.some((tag) => timingSafeEqual(tag, tagOf(entry, whose))));
}

/** Whoever signed in last comes first; who has not for the longest is forgotten. */
export function rememberBrowser(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  whose: Whose,
): void {
  const { secrets } = room;
  const own = secrets.map((entry) => tagOf(entry, whose));
  const others = keptTags(room, request).filter((tag) => !own.some((known) => known.equals(tag)));
  const tags = [tagOf(secrets[0], whose), ...others].slice(0, mostUsers);
  const { issuer } = room.config;
  reply.setCookie(nameOf(issuer), tags.map((tag) => tag.toString("base64url")).join("."), {
    ...{ path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(issuer) },
    maxAge: lifeSeconds,
  });
}

function keptTags({ config: { issuer } }: Room, { cookies }: FastifyRequest): Buffer[] {
  const tags = (cookies[nameOf(issuer)] ?? "").split(".", mostUsers);
  return tags.map((tag) => Buffer.from(tag, "base64url")).filter(({ length }) => length === tagBytes);
}

const tagOf = ({ knownBrowserTag }: DerivedKeys, { userId, credentialVersion }: Whose): Buffer =>
  createHmac("sha256", knownBrowserTag)
    .update(`${userId} ${credentialVersion}`)
    .digest()
    .subarray(0, tagBytes);
