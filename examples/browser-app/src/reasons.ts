/** Why a session ended, in words that people use. */

const sentences: Readonly<Record<string, string>> = {
  signed_out: "You signed out in another tab.",
  refresh_token_revoked:
    "This session was ended: on your account page, by an administrator, or by a new password. Sign in to go on.",
  refresh_token_expired: "You have not been here for a long time. Sign in to go on.",
  refresh_token_reused:
    "This session was ended for your safety: its refresh token was used twice, so a copy of it may be in other hands.",
  refresh_token_missing: "This browser has no session any more. Sign in to go on.",
};

/** For reasons that nobody has words for here, their name, which the server explains. */
export const sentenceFor = (reason: string): string =>
  sentences[reason] ?? `Your session has ended (${reason}). Sign in to go on.`;
