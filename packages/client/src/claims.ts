/** What is known about a user (OpenID Connect Core 1.0 §2, §5.1). The server need not know more than `sub`. */

export interface UserInfo {
  /** The user's id at this issuer, for good. Everything else may change. */
  readonly sub: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly middle_name?: string;
  readonly nickname?: string;
  readonly preferred_username?: string;
  readonly profile?: string;
  readonly picture?: string;
  readonly website?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly gender?: string;
  readonly birthdate?: string;
  readonly zoneinfo?: string;
  readonly locale?: string;
  readonly phone_number?: string;
  readonly phone_number_verified?: boolean;
  readonly address?: Readonly<Record<string, unknown>>;
  /** Seconds since 1970. */
  readonly updated_at?: number;
  readonly [claim: string]: unknown;
}

export interface IdTokenClaims extends UserInfo {
  readonly iss: string;
  readonly aud: string | readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
  readonly iat: number;
  /** When the user signed in. */
  readonly auth_time?: number;
  readonly nonce?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly azp?: string;
  /** The session's id. */
  readonly sid?: string;
}
