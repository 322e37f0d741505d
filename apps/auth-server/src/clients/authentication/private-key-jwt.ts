/**
 * A JWT that the client has signed with a key of its own. Nothing that Regrant keeps, and nothing that a request shows, lets anybody
 * else authenticate.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-2.2
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 */
import { OAuthError } from "@regrant/shared";
import { type FindKey, KeysUnavailable, keysIn } from "../../assertions/key-source.js";
import type { PublicKeys } from "../../assertions/public-keys.js";
import type { RemoteKeys } from "../../assertions/remote-keys.js";
import { spendAssertion } from "../../assertions/used-assertions.sql.js";
import {
  type Assertion,
  AssertionRefused,
  readAssertion,
  verifyAssertion,
} from "../../assertions/verify-assertion.js";
import type { Form } from "../../http/form.js";
import { shown } from "../../http/shown-value.js";
import { isFapi2, signaturesOf } from "../fapi2.js";
import { type Authentication, type AuthenticationMethod, type Registrant, refuseClient } from "./method.js";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const types = ["client-authentication+jwt", "JWT", null];
/** How far ahead `exp` may be: for as long, its `jti` is remembered. */
const longestSeconds = 3600;

export const isAssertionIn = (form: Form): boolean =>
  form.has("client_assertion") || form.has("client_assertion_type");

export const privateKeyJwt: AuthenticationMethod = {
  /** Who its `sub` says (RFC 7523 §3, item 2.B). */
  read(form) {
    if (!isAssertionIn(form)) return null;
    const type = form.get("client_assertion_type");
    if (type !== assertionType) {
      const what = type === undefined ? "missing" : shown(type);
      throw refuseClient(
        "client_assertion_type_unsupported",
        `The client_assertion_type is ${what}; it has to be ${assertionType}.`,
      );
    }
    const assertion = form.get("client_assertion");
    if (assertion === undefined) throw missing();
    const clientId = readAssertion(assertion)?.sub;
    if (typeof clientId === "string" && clientId !== "") return [{ clientId, assertion }];
    throw refuseClient(
      "client_assertion_malformed",
      "The client_assertion is not a signed JWT whose sub is the client_id.",
    );
  },

  async check(client, { assertion }, where) {
    if (assertion === undefined) throw missing();
    const { jti, expiresAt } = await verify(client, assertion, where);
    if (jti === null) throw refuseClient("client_assertion_malformed", "The client_assertion has no jti.");
    const used = { issuer: client.clientId, jti, expiresAt };
    return async () => {
      if (await spendAssertion(where.db, used)) return;
      throw refuseClient(
        "client_assertion_replayed",
        "The client_assertion was used before: its jti is good once.",
      );
    };
  },
  isByHeader: false,
  hasSecret: false,
};

const missing = () =>
  refuseClient("client_assertion_missing", "This client has to authenticate with a client_assertion.");

async function verify(
  client: Registrant,
  assertion: string,
  { issuer, tokenEndpoint, remoteKeys, now }: Authentication,
): Promise<Assertion> {
  const { clientId } = client;
  // The address of another endpoint might be another server's endpoint, which could then use the assertion here.
  const isOld = client.assertionAudience === "token_endpoint" && !isFapi2(client);
  const audiences = isOld && tokenEndpoint !== null ? [issuer, tokenEndpoint] : [issuer];
  try {
    return await verifyAssertion(assertion, keysOf(client, remoteKeys), {
      issuer: clientId,
      audiences,
      audienceIsText: isFapi2(client),
      types,
      algorithms: signaturesOf(client),
      longestSeconds,
      now: now(),
    });
  } catch (error) {
    if (error instanceof AssertionRefused)
      throw refuseClient(
        `client_assertion_${error.fault}`,
        `The client_assertion is refused. ${error.message}`,
      );
    throw error instanceof KeysUnavailable ? keysUnavailable(client, error) : error;
  }
}

const localKeys = new WeakMap<PublicKeys, FindKey>();

function keysOf({ jwks, jwksUri, origin, statusIndex }: Registrant, remoteKeys: RemoteKeys): FindKey {
  if (jwksUri !== null) {
    // A document's client has a number once a user has let it in; one that registered itself had it before.
    const isKnown = origin === "document" && statusIndex !== null;
    return remoteKeys.at({ uri: jwksUri, isTrusted: origin === "operator", isKnown });
  }
  const keys = jwks ?? { keys: [] };
  const known = localKeys.get(keys) ?? keysIn(keys);
  localKeys.set(keys, known);
  return known;
}

/** What is on an operator's network is not told to whoever sends an assertion; the log has it. */
function keysUnavailable({ origin }: Registrant, error: KeysUnavailable): OAuthError {
  const why = origin === "operator" ? "cannot be used" : error.message;
  const description = `The keys at the client's jwks_uri are unavailable: its host ${why}.`;
  return error.isOutage
    ? new OAuthError("temporarily_unavailable", description, {
        reason: "client_keys_unreachable",
        cause: error,
        headers: { "retry-after": "5" },
      })
    : new OAuthError("invalid_client", description, { reason: "client_keys_invalid", cause: error });
}
