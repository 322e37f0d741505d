/**
 * The userinfo endpoint: what the access token's scope tells about its user.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo
 */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Context, contextOf } from "../context.js";
import { workOf } from "../http/admission/admitted.js";
import { withDeadline } from "../http/deadline.js";
import { methodNotAllowed } from "../http/errors.js";
import { parseForm } from "../http/form.js";
import { acceptForms } from "../http/forms.js";
import { findIdentity } from "../sessions/state.sql.js";
import { checkAccessToken, schemeFor, withChallenge } from "../tokens/own-tokens.js";
import { claimsFor, requestableClaims } from "../users/claims.js";

export function userinfoEndpoint(app: FastifyInstance, context: Context): void {
  acceptForms(app);
  app.route({
    method: ["GET", "POST"],
    url: "/oauth2/userinfo",
    handler: async (request, reply) => {
      const work = workOf(request.raw);
      return withDeadline(work, answer(contextOf(context, work), request, reply));
    },
  });
  app.route({
    method: ["PUT", "PATCH", "DELETE"],
    url: "/oauth2/userinfo",
    onRequest: methodNotAllowed("GET, POST"),
    handler: methodNotAllowed("GET, POST"),
  });
}

/** A token for any API counts: the scope `openid` is this server's, whatever its `aud` (§5.3.1). */
async function answer(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<object> {
  reply.header("cache-control", "no-store");
  const form = Buffer.isBuffer(request.body) ? parseForm(request.body) : new Map<string, string>();
  const use = { audience: null, formToken: form.get("access_token") };
  const claims = checkAccessToken(context, request.raw, "openid", use);
  const { sub, sid, client_id, scope = "" } = claims;
  const user = sid === undefined ? null : await findIdentity(context.db, sid, sub);
  if (user?.identity) {
    const { identity, roles } = user;
    const client = await context.findClient(client_id);
    const requested = requestableClaims(client?.scope ?? [], identity.requested?.userinfo ?? []);
    return { sub, ...claimsFor({ ...identity, roles }, scope.split(" "), requested) };
  }
  const ended = new OAuthError("invalid_token", "The session of this access token has ended.", {
    reason: "token_session_ended",
  });
  throw withChallenge(context.config, ended, { scheme: schemeFor(claims) });
}
