/**
 * Proof that whoever sits at a signed-in browser is its user, before what cannot be taken back easily: the password again, or for a
 * user without one a sign-in of a moment ago.
 */
import { OAuthError } from "@regrant/shared";
import type { Context } from "../context.js";
import type { Form } from "../http/form.js";
import type { RequestOrigin } from "../http/origin.js";
import { problemInWords } from "../http/views/problems.js";
import type { Texts } from "../http/views/texts/en.js";
import { checkPassword } from "../users/sign-in.js";
import type { SignIn } from "../users/sign-ins.sql.js";
import { findCredentials } from "../users/users.sql.js";
import { recentSeconds } from "./recent-sign-in.js";

/** What the page asks for: nothing more of a user without a password who has just signed in. */
export type ProofAsked = "password" | "recent_sign_in" | "nothing";

export async function proofAskedOf({ db }: Context, { userId, ageSeconds }: SignIn): Promise<ProofAsked> {
  if ((await findCredentials(db, userId))?.hasPassword) return "password";
  return ageSeconds <= recentSeconds ? "nothing" : "recent_sign_in";
}

/**
 * @returns the version of the credentials that were proven, which whatever is done has to check again
 * @throws {OAuthError} sign_in_not_recent; user_credentials_mismatch, too_many_sign_ins
 */
export async function proveAgain(
  context: Context,
  { userId, email, ageSeconds }: SignIn,
  form: Form,
  origin: RequestOrigin,
): Promise<number> {
  const credentials = await findCredentials(context.db, userId);
  if (credentials?.hasPassword) {
    const checked = await checkPassword(context, { email, password: form.get("password") ?? "", origin });
    if (checked.id === userId) return checked.credentialVersion;
  } else if (credentials !== null && ageSeconds <= recentSeconds) return credentials.credentialVersion;
  throw new OAuthError("invalid_request", "This needs a sign-in of the last five minutes.", {
    reason: "sign_in_not_recent",
  });
}

/** Here the user name is certain, so that a mismatch is the password's. */
export const proofProblem = (error: OAuthError, texts: Texts): string =>
  error.reason === "user_credentials_mismatch" ? texts.selfService.proof.wrong : problemInWords(error, texts);
