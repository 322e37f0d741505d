/** How a client fails: for good, for now, or by a fault that it cannot mend by itself. */

/** The grant is dead (`invalid_grant`), or there is none: only a new sign-in helps. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";

  /** `reason`: the server's, from `error_uri`; or `signed_out` after `signOut()`. */
  constructor(readonly reason: string) {
    super(`signed out: ${reason}`);
  }
}

/** The authorization server does not answer, or says "later". All tokens are kept. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";

  /** `retryAfterMs`: how long the server asked to be left alone (RFC 9110 §10.2.3); null where it did not say. */
  constructor(
    message: string,
    readonly retryAfterMs: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The authorization server refused a request, and repeating it changes nothing: the user said no
 * (`access_denied`), or the client is registered otherwise than it asks. All tokens are kept.
 */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  /** `error` as in RFC 6749 §4.1.2.1 and §5.2; `reason` from `error_uri`, or null. */
  constructor(
    readonly error: string,
    readonly reason: string | null,
    description: string | null,
    options?: ErrorOptions,
  ) {
    super(description === null ? error : `${error}: ${description}`, options);
  }
}

/**
 * The API refused the access token, and the request's body was a stream that is now used up. The token is
 * renewed by the time this is thrown: make the request again, with its body.
 */
export class BodyNotReplayedError extends Error {
  override readonly name = "BodyNotReplayedError";

  constructor(method: string, url: string) {
    super(`${method} ${url}: the token was refused after the body, a stream, was used up; send it again`);
  }
}

/** The reason that `error_uri` leads to: its last path segment. */
export function reasonOf(errorUri: string | null | undefined): string | null {
  return errorUri?.match(/\/([a-z0-9_]+)$/)?.[1] ?? null;
}
