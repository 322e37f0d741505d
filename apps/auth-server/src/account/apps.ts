/** The apps that were signed in to from a browser, in words. */
import type { FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { textsOf } from "../http/send-page.js";
import { listAppsOf } from "../sessions/account.sql.js";
import type { SignIn } from "../users/sign-ins.sql.js";

/** More than these are not told by name. */
const mostApps = 20;

/** Those that still are. */
export async function appsOf(
  { db }: Context,
  request: FastifyRequest,
  { id, userId }: SignIn,
): Promise<string[]> {
  const names = await listAppsOf(db, userId, id, mostApps + 1);
  return names.length > mostApps ? [...names.slice(0, mostApps), textsOf(request).logout.moreApps] : names;
}
