/** Signing out of this browser, and of the apps that were signed in from it if the user wants. */
import type { FastifyInstance } from "fastify";
import { endManySessions } from "../codes/ends.js";
import type { Context } from "../context.js";
import { listAppsOf } from "../sessions/account.sql.js";
import { currentSignIn, endSignIn } from "../sign-in-cookie.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { loggedOutPage, logoutPage } from "../views/logout.js";
import { originOf } from "./origin.js";
import { formToken, sendPage } from "./pages.js";

export function logoutEndpoint(app: FastifyInstance, context: Context): void {
  app.get("/logout", async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) return sendPage(reply, loggedOutPage([]));
    const apps = await appsOf(context, signIn);
    return sendPage(reply, logoutPage({ email: signIn.email, apps, formToken: formToken(reply) }));
  });

  app.post("/logout", async (request, reply) => {
    const signIn = await currentSignIn(context, request);
    if (signIn === null) return sendPage(reply, loggedOutPage([]));
    const by = originOf(request);
    await endSignIn(context, request, reply, by);
    if (request.form.get("apps") === "end")
      await endManySessions(context.db, { userId: signIn.userId, signInId: signIn.id }, "logout", by);
    const apps = await appsOf(context, signIn);
    return sendPage(reply, loggedOutPage(apps));
  });
}

/** More than these are not told by name. */
const mostApps = 20;

/** The apps that were signed in from this browser and still are. */
async function appsOf({ db }: Context, { id, userId }: SignIn): Promise<string[]> {
  const names = await listAppsOf(db, userId, id, mostApps + 1);
  return names.length > mostApps ? [...names.slice(0, mostApps), "and others"] : names;
}
