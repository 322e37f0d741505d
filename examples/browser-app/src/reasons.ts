/** Why a session ended, for the user. */

const sentences: Readonly<Record<string, string>> = {
  signed_out: "You signed out in another tab.",
  refresh_token_revoked:
    "This session was ended on your account page, by an administrator, or by a password change. Sign in to continue.",
  refresh_token_expired: "You were away for too long. Sign in to continue.",
  refresh_token_reused:
    "This session was ended for your safety: its refresh token was used twice, so somebody else may have a copy. Sign in to continue.",
  dpop_key_mismatch:
    "This browser no longer has the key that your session was bound to. Sign in to continue.",
  refresh_token_missing: "You are no longer signed in. Sign in to continue.",
};

/** Other reasons are named: the server explains each at `/errors/<reason>`. */
export const sentenceFor = (reason: string): string =>
  sentences[reason] ?? `Your session has ended (${reason}). Sign in to continue.`;
