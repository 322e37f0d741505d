/** The apps that were signed in to from a browser, in words. */
import type { FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { textsOf } from "../http/send-page.js";
import { listAppsOf } from "../sessions/account.sql.js";
import type { SignIn } from "../users/sign-ins.sql.js";

/** More than these are not told by name. */
const mostApps = 20;

/** Those that still are; if a scope is named, by a session without it. */
export async function appsOf(
  { db }: Context,
  request: FastifyRequest,
  { id: signInId, userId }: SignIn,
  withoutScope?: string,
): Promise<string[]> {
  const which = { userId, signInId, ...(withoutScope !== undefined && { withoutScope }) };
  const names = await listAppsOf(db, which, mostApps + 1);
  return names.length > mostApps ? [...names.slice(0, mostApps), textsOf(request).logout.moreApps] : names;
}
