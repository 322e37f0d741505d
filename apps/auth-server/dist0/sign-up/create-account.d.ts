/** Makes the account behind a link in a mail. */
import type { Origin } from "../audit/actor.js";
import type { Context } from "../context.js";
import { type LinkPurpose } from "../mailed-links/mailed-links.sql.js";
import type { CheckedUser } from "../users/sign-in.js";
export interface SignUpLink {
    readonly tokenHash: Buffer;
    readonly purpose: LinkPurpose;
    readonly id: string;
    readonly email: string;
    readonly detail: {
        /** The handle of an authorization request. */
        readonly continue?: string;
        /** What an operator has decided. */
        readonly roles?: readonly string[];
        readonly claims?: Readonly<Record<string, unknown>>;
    };
}
/** @throws {OAuthError} mailed_link_unusable */
export declare function findSignUpLink({ db, config }: Context, token: string): Promise<SignUpLink>;
/**
 * Use the link up and make the account, both or neither. Of two who do it at once, one makes it. Does not check the password or
 * the name.
 *
 * @throws {OAuthError} mailed_link_unusable, already_registered, temporarily_unavailable
 */
export declare function createAccount({ db, passwords }: Context, { id, purpose, email, detail, tokenHash }: SignUpLink, { password, name }: {
    readonly password: string;
    readonly name: string | null;
}, by: Origin): Promise<CheckedUser>;
