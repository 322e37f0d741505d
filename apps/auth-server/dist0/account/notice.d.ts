/**
 * What an act on the account page came to, carried over the redirect that follows it in a cookie: shown once, and a reload
 * repeats neither the act nor the words. The cookie names one of a few notices and counts; it holds no words that somebody who
 * plants it could choose.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { Ended } from "../users/ends.js";
declare const noticeKinds: readonly ["session_ended", "others_ended", "all_ended", "browser_ended", "access_removed", "password_changed", "profile_saved", "identity_linked", "identity_unlinked", "identity_last", "identity_taken", "email_changed", "verification_sent", "passkey_added", "passkey_renamed", "passkey_removed", "totp_added", "totp_removed"];
export interface Notice extends Ended {
    readonly kind: (typeof noticeKinds)[number];
}
export declare function keepNotice(context: Context, reply: FastifyReply, notice: Notice): void;
/** The notice that waits to be shown, and is gone with this. */
export declare function takeNotice(context: Context, request: FastifyRequest, reply: FastifyReply): Notice | null;
export {};
