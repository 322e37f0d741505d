/** The ways in which a client fails: for good, for now, or so that only the app can help. */

/** The grant has ended (`invalid_grant`) or there is none; the user has to sign in. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";

  /** `reason` comes from the server's `error_uri`, or is `signed_out` after `signOut()`. */
  constructor(readonly reason: string) {
    super(`signed out: ${reason}`);
  }
}

/** The authorization server is away or busy. All tokens are kept. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";

  /** `retryAfterMs` is how long the server asked to wait (RFC 9110 §10.2.3); null if it did not say. */
  constructor(
    message: string,
    readonly retryAfterMs: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The authorization server refused a request, and repeating it will not help: the user declined (`access_denied`), or
 * the client's registration does not allow it. Or its answer is refused here: `answer_invalid`, `id_token_invalid`,
 * `token_type_unexpected`, `userinfo_invalid`. All tokens are kept.
 */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  /** `error` as in RFC 6749 §4.1.2.1 and §5.2; `reason` comes from `error_uri`, or is null. */
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
 * The API refused the access token, or the proof beside it, after the request's body, a stream, was consumed. What it
 * refused has been renewed: send the request again with a new body.
 */
export class BodyNotReplayedError extends Error {
  override readonly name = "BodyNotReplayedError";

  constructor(method: string, url: string) {
    super(
      `${method} ${url}: the API refused the request after its body, a stream, was consumed; send it again`,
    );
  }
}
