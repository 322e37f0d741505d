import { cookieAttributes, cookieName } from "../http/cookies.js";
import { isPrefetch } from "../http/prefetch.js";
const noticeKinds = [
    "session_ended",
    "others_ended",
    "all_ended",
    "browser_ended",
    "access_removed",
    "password_changed",
    "profile_saved",
    "identity_linked",
    "identity_unlinked",
    "identity_last",
    "identity_taken",
    "email_changed",
    "verification_sent",
    "passkey_added",
    "passkey_renamed",
    "passkey_removed",
    "totp_added",
    "totp_removed",
];
const nameOf = ({ config: { issuer } }) => cookieName(issuer, "regrant-notice");
/** A redirect takes no longer. */
const lifeSeconds = 60;
export function keepNotice(context, reply, notice) {
    const value = `${notice.kind}.${notice.sessionsEnded}.${notice.signInsEnded}`;
    reply.setCookie(nameOf(context), value, {
        ...cookieAttributes(context.config.issuer),
        maxAge: lifeSeconds,
    });
}
/** The notice that waits to be shown, and is gone with this. */
export function takeNotice(context, request, reply) {
    const kept = request.cookies[nameOf(context)];
    if (kept === undefined || isPrefetch(request))
        return null;
    reply.clearCookie(nameOf(context), cookieAttributes(context.config.issuer));
    const [, name, sessions, browsers] = /^([a-z_]+)\.(\d{1,9})\.(\d{1,9})$/.exec(kept) ?? [];
    const kind = noticeKinds.find((known) => known === name);
    return kind === undefined
        ? null
        : { kind, sessionsEnded: Number(sessions), signInsEnded: Number(browsers) };
}
//# sourceMappingURL=notice.js.map