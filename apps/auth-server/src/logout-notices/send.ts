/** Sends a logout token. @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest */

/** Everything included: name, connection, TLS, answer. */
const sendMs = 5_000;

export interface Problem {
  /** In words, without anything that the client or its address says. */
  readonly problem: string;
  /** Whether the client answered this notice alone with a refusal (§2.8), so that others may well succeed. */
  readonly onlyThisNotice: boolean;
}

/** Any 2xx is success (§2.8). Follows no redirect and reads no body. @returns null if the client has been told */
export async function sendLogoutToken(
  uri: string,
  logoutToken: string,
  signal: AbortSignal,
): Promise<Problem | null> {
  try {
    const { ok, status, body } = await fetch(uri, {
      method: "POST",
      body: new URLSearchParams({ logout_token: logoutToken }),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(sendMs)]),
    });
    await body?.cancel();
    return ok ? null : { problem: `answered ${status}`, onlyThisNotice: status === 400 };
  } catch (error) {
    return { problem: inWords(error), onlyThisNotice: false };
  }
}

/** An error's message may contain the whole address; a code, or words like "bad port", do not. */
function inWords(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `did not answer within ${sendMs / 1000} seconds`;
  const cause = error instanceof Error ? error.cause : undefined;
  const why = cause instanceof Error && ("code" in cause ? cause.code : cause.message);
  return typeof why === "string" && /^[\w ]{1,40}$/.test(why)
    ? `could not be reached (${why})`
    : "could not be reached";
}
