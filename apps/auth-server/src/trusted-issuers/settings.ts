/** The settings of a trusted issuer. A new one is an entry here, and a migration for its column. */
import { signingAlgorithms } from "@regrant/shared";
import {
  flag,
  list,
  optionalText,
  optionalUri,
  ownNumber,
  structure,
  text,
  type ValuesOf,
  word,
} from "../administration/settings.js";
import { keySetSchema, type PublicKeys } from "../assertions/public-keys.js";
import type { Rules } from "./rules.js";

/** Where a token's claims make it a client: see `rules.ts`. */
const rule = {
  type: "object",
  required: ["client_id", "claims"],
  additionalProperties: false,
  properties: {
    client_id: { type: "string", maxLength: 128 },
    claims: {
      type: "object",
      minProperties: 1,
      maxProperties: 20,
      propertyNames: { pattern: "^[^\\p{Cc}\\p{Cs}]{1,200}$" },
      additionalProperties: {
        type: "string",
        pattern: "^[^\\p{Cc}\\p{Cs}*]{1,1000}\\*?$",
        description: "a claim's value, or the beginning of one and an asterisk",
      },
    },
    resource: { type: "string", maxLength: 1000 },
    scope: { type: "string", maxLength: 10_000 },
  },
};

export const trustedIssuerSettings = {
  issuer: text("issuer", {
    flags: "--issuer <uri>",
    help: "its issuer identifier, exactly as in the `iss` of its assertions",
  }),
  kind: word("kind", ["workload", "id-jag"], {
    help: "what its assertions are about: `workload`, a program that is a client; `id-jag`, a user, for whom a client may act (default: workload)",
  }),
  jwksUri: optionalUri("jwks_uri", {
    flags: "--jwks-uri <uri>",
    help: "where it publishes its keys; if nothing says where they are, its discovery document is asked for it, once",
  }),
  /** Instead of `jwks_uri`, where the keys are published nowhere. */
  jwks: structure<PublicKeys | null, "jwks">("jwks", {
    help: "its public keys, a JWK Set (RFC 7517 §5), where they are published nowhere",
    schema: keySetSchema,
    initial: null,
  }),
  audience: optionalText("audience", {
    flags: "--audience <text>",
    help: "workload: the only `aud` that its assertions may have; otherwise it is this server's issuer, or the token endpoint",
  }),
  algorithms: {
    ...list("algorithms", {
      flags: "--algorithm <alg>",
      items: { type: "string", enum: signingAlgorithms },
      minItems: 1,
      help: `the algorithms that it may sign with (default: ${signingAlgorithms.join(", ")})`,
    }),
    initial: signingAlgorithms as readonly string[],
  },
  maxLifetimeSeconds: ownNumber("max_lifetime_seconds", [1, 31_536_000], {
    unit: "seconds",
    help: "how far ahead the `exp` of its assertions may be (default: 7200)",
  }),
  allowReuse: flag("allow_reuse", {
    help: "accept an assertion more than once, until it expires, and without a `jti`: for tokens that a workload reads from a file, such as Kubernetes'. Whoever gets hold of one can use it too",
  }),
  trustEmail: flag("trust_email", {
    help: "id-jag: an address that it calls verified stands for the user here who has it verified, too. Only for issuers that nobody can get a stranger's address from",
  }),
  trustMfa: flag("trust_mfa", {
    help: "id-jag: count its amr: where that says mfa, it is enough for users and clients that need a second factor",
  }),
  rules: structure<Rules, "rules">("rules", {
    help: "workload: by name, which claims it takes to act as which client, and for which API and scope at most",
    schema: {
      type: "object",
      maxProperties: 100,
      propertyNames: { pattern: "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$" },
      additionalProperties: rule,
    },
    initial: {},
  }),
};

export type TrustedIssuerSettings = ValuesOf<typeof trustedIssuerSettings>;
