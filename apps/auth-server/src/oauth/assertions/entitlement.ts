/** What a trusted issuer's assertion entitles to. It has been verified, and not been spent yet. */
import type { Assertion } from "../../assertions/verify-assertion.js";
import type { Client } from "../../clients/clients.sql.js";
import type { TrustedIssuer } from "../../trusted-issuers/trusted-issuers.sql.js";
import type { User } from "../../users/users.sql.js";

export interface Entitlement {
  readonly trusted: TrustedIssuer;
  readonly assertion: Assertion;
  /** With no more resources and scope than the assertion allows. */
  readonly client: Client;
  /** Null for a client acting on its own behalf. */
  readonly user: EntitledUser | null;
}

export interface EntitledUser extends Pick<User, "id" | "roles"> {
  /** How the issuer has authenticated the user, as far as that counts here. */
  readonly amr: readonly string[];
  /** Undefined if the issuer does not say. */
  readonly authTimeSeconds: number | undefined;
}
