/** Makes the account behind a link in a mail. */
import type { Origin } from "../audit/actor.js";
import type { Context } from "../context.js";
import { inTransaction } from "../database/database.js";
import { networkOf } from "../http/address-prefix.js";
import {
  consumeMailedLink,
  findMailedLink,
  type LinkPurpose,
  type MailedLink,
} from "../mailed-links/mailed-links.sql.js";
import { linkUnusable } from "../mailed-links/make-link.js";
import { hashSecret } from "../secrets.js";
import type { CheckedUser } from "../users/sign-in.js";
import { createUser } from "../users/users.js";

/** Which links make an account: those of a setting that was changed meanwhile do not. */
const purposesOf = {
  off: [],
  invite: ["invitation"],
  open: ["sign_up", "invitation"],
} as const satisfies Record<Context["config"]["signUp"], readonly LinkPurpose[]>;

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
export async function findSignUpLink({ db, config }: Context, token: string): Promise<SignUpLink> {
  const tokenHash = hashSecret(token);
  for (const purpose of purposesOf[config.signUp]) {
    const link = await findMailedLink(db, tokenHash, purpose);
    if (link !== null) return signUpLinkOf(link, tokenHash);
  }
  throw linkUnusable();
}

function signUpLinkOf({ id, purpose, email, detail }: MailedLink, tokenHash: Buffer): SignUpLink {
  if (email === null) throw new Error(`the link ${id} has no address`);
  return { id, purpose, email, detail, tokenHash };
}

/**
 * Use the link up and make the account, both or neither. Of two who do it at once, one makes it. Does not check the password or
 * the name.
 *
 * @throws {OAuthError} mailed_link_unusable, already_registered, temporarily_unavailable
 */
export async function createAccount(
  { db, passwords }: Context,
  { id, purpose, email, detail, tokenHash }: SignUpLink,
  { password, name }: { readonly password: string; readonly name: string | null },
  by: Origin,
): Promise<CheckedUser> {
  const passwordHash = await passwords.hash(password, networkOf(by.address));
  const { roles = [], claims } = detail;
  return inTransaction(db, async (tx) => {
    if ((await consumeMailedLink(tx, tokenHash, purpose)) === null) throw linkUnusable();
    const user = { email, passwordHash, roles, claims: { ...claims, name, email_verified: true } };
    return createUser(tx, user, by, purpose === "invitation" ? { invitation_id: id } : {});
  });
}
