/** The ways in which the authorization server does not give tokens. */

/** `invalid_grant`: the session has ended. `reason` comes from the server's `error_uri`. */
export class SignedOut extends Error {
  constructor(readonly reason: string) {
    super(`signed out: ${reason}`);
  }
}

/** It is away or busy. This never signs anybody out. */
export class Unavailable extends Error {
  constructor(
    message: string,
    readonly retryAfterMs: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** It refuses, and repeating will not help: the user declined, this client is not registered for that, an answer is wrong. */
export class Refused extends Error {
  constructor(
    readonly error: string,
    readonly reason: string | null,
    options?: ErrorOptions & { readonly description?: string | null },
  ) {
    super(options?.description == null ? error : `${error}: ${options.description}`, options);
  }
}
