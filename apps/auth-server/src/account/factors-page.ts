/** The page on which users add and remove what they prove themselves by besides the password. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import {
  addPasskey,
  type MadeOn,
  makingSeconds,
  registrationOptions,
  removePasskey,
} from "../factors/own-passkeys.js";
import { listPasskeys, renamePasskey } from "../factors/passkeys.sql.js";
import { handleOfUser, rpIdOf } from "../factors/relying-party.js";
import { factorUnknown } from "../factors/removal.js";
import { originOf } from "../http/origin.js";
import { formToken } from "../http/pages.js";
import { sendPage, textsOf } from "../http/send-page.js";
import { problemInWords } from "../http/views/problems.js";
import type { Texts } from "../http/views/texts/en.js";
import { deviceInWords } from "../http/views/words.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { noticeInWords } from "./account-page.js";
import { keepNotice, type Notice, takeNotice } from "./notice.js";
import { recentSeconds, requireRecentSignIn } from "./recent-sign-in.js";
import { factorsPage } from "./views/factors.js";

const page = "/account/factors";
const longestName = 100;

export function accountFactorsEndpoint(app: FastifyInstance, context: Context): void {
  app.get(page, async (request, reply) => {
    const signIn = await requireRecentSignIn(context, request, reply, page);
    return signIn === null ? reply : show(context, signIn, request, reply, null);
  });

  /** A form of the page: its refusal is shown on it, and what was done after a redirect to it. */
  const onPost = (
    path: string,
    act: (signIn: SignIn, request: FastifyRequest) => Promise<Notice["kind"]>,
    graceSeconds = 0,
  ) => {
    app.get(path, (_request, reply) => reply.redirect(page, 303));
    app.post(path, async (request, reply) => {
      const signIn = await requireRecentSignIn(context, request, reply, page, graceSeconds);
      if (signIn === null) return reply;
      try {
        const kind = await act(signIn, request);
        keepNotice(context, reply, { kind, sessionsEnded: 0, signInsEnded: 0 });
      } catch (error) {
        if (!(error instanceof OAuthError) || error.status >= 500) throw error;
        request.reason = error.reason;
        return show(context, signIn, request, reply.code(error.status), error);
      }
      // What was begun in time is not followed by the question who is there.
      return reply.redirect(`${signIn.ageSeconds > recentSeconds ? "/account" : page}#done`, 303);
    });
  };

  const add = async ({ userId }: SignIn, request: FastifyRequest) => {
    const texts = textsOf(request);
    await addPasskey(context, {
      userId,
      formToken: request.form.get("form_token") ?? "",
      answer: request.form.get("passkey") ?? "",
      origin: originOf(request),
      nameOf: (on) => nameOf(on, request, texts),
    });
    return "passkey_added" as const;
  };
  onPost(`${page}/passkeys`, add, makingSeconds);
  onPost(`${page}/passkeys/rename`, async ({ userId }, { form }) => {
    const name = [...(form.get("name") ?? "").trim()].slice(0, longestName).join("");
    if (name !== "" && !(await renamePasskey(context.db, userId, idIn(form), name))) throw factorUnknown();
    return "passkey_renamed";
  });
  onPost(`${page}/passkeys/remove`, async ({ userId }, request) => {
    const which = { userId, id: idIn(request.form) };
    await removePasskey(context.db, which, context.config.requireMfaRoles, originOf(request));
    return "passkey_removed";
  });
}

/** @throws {OAuthError} where it is no factor's id */
function idIn(form: FastifyRequest["form"]): string {
  const id = form.get("id");
  if (id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw factorUnknown();
}

/** Which authenticator it was, nobody asks: a name that its owner recognizes, and may change. */
function nameOf(on: MadeOn, { headers }: FastifyRequest, texts: Texts): string {
  if (on === "this device") return deviceInWords(headers["user-agent"] ?? null, texts).slice(0, longestName);
  return on === "phone" ? texts.passkeys.phone : texts.passkeys.securityKey;
}

async function show(
  context: Context,
  { userId, email, ageSeconds, authenticatedAt }: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
  error: OAuthError | null,
): Promise<FastifyReply> {
  const { issuer, branding } = context.config;
  const texts = textsOf(request);
  const token = formToken(reply);
  const [passkeys, newPasskey] = await Promise.all([
    listPasskeys(context.db, userId),
    registrationOptions(context, { userId, email, formToken: token, rpName: branding.name }),
  ]);
  const notice = takeNotice(context, request, reply);
  const rpId = rpIdOf(issuer);
  const view = factorsPage({
    passkeys,
    newPasskey,
    account:
      rpId === null
        ? null
        : {
            rpId,
            userId: handleOfUser(userId).toString("base64url"),
            name: email,
            displayName: email,
            allAcceptedCredentialIds: passkeys.map(({ credentialId }) => credentialId.toString("base64url")),
          },
    recentSeconds: Math.max(0, Math.floor(recentSeconds - ageSeconds)),
    notice: notice && noticeInWords(notice, texts),
    problem: error && problemInWords(error, texts),
    now: new Date(authenticatedAt.getTime() + ageSeconds * 1000),
    formToken: token,
  });
  return sendPage(context, reply, view);
}
