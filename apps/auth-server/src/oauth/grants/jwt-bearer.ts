/**
 * The JWT bearer grant: an assertion of an issuer that an operator trusts becomes an access token. The assertion is a workload's, which
 * thereby is a client; or an ID-JAG, by which a client acts for a user. There is no refresh token, and the access token never outlives
 * the assertion: who needs another has to be vouched for again.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-2.1
 */
import { isObject } from "@regrant/shared";
import { spendAssertion } from "../../assertions/used-assertions.sql.js";
import type { Assertion } from "../../assertions/verify-assertion.js";
import type { Context } from "../../context.js";
import { inTransaction } from "../../database/database.js";
import { refuseAssertion } from "../../trusted-issuers/verify-trusted.js";
import { checkIdJag } from "../assertions/id-jag.js";
import { type AboutAssertion, recordAcceptance, recordingRefusals } from "../assertions/record.js";
import { checkProofIsThere } from "../dpop.js";
import { checkTarget } from "../target.js";
import { type Grant, issueTokens, newTokenId } from "./grant.js";

export const jwtBearerGrant: Grant = async (context, request) => {
  const { trusted, assertion, client, user } = request.workload ?? (await checkIdJag(context, request));
  const { resource, scope } = checkTarget(client, request.form, []);
  checkProofIsThere(client, request.jkt, resource);
  const { address, userAgent, requestId } = request.origin;
  const about = {
    trusted,
    assertion,
    by: { address, userAgent, requestId },
    clientId: client.clientId,
    ...(user !== null && { userId: user.id }),
  };
  const mostSeconds = await recordingRefusals(context, about, async () => {
    checkConfirmation(assertion, request.jkt);
    const seconds = remaining(context, assertion);
    await spend(context, about);
    return seconds;
  });
  const issue = {
    subject: user?.id ?? client.clientId,
    audience: resource,
    scope,
    tokenId: newTokenId(),
    // Without a session, the token goes with its client.
    statusIndex: client.statusIndex,
    mostSeconds,
    ...(user !== null && { user }),
  };
  return { outcome: "issued", response: await issueTokens(context, { ...request, client }, issue) };
};

/** Bound to a key, it is worth nothing without it (RFC 7800); what else it may be bound to, nobody could prove here. */
function checkConfirmation({ claims: { cnf } }: Assertion, jkt: string | null): void {
  if (cnf === undefined) return;
  const isProven = jkt !== null && isObject(cnf) && cnf.jkt === jkt && Object.keys(cnf).length === 1;
  if (isProven) return;
  throw refuseAssertion(
    "assertion_key_unproven",
    "The assertion is bound to a key (cnf): send a DPoP proof of that key.",
  );
}

/** In seconds. It was verified with a tolerance for other clocks; a token cannot be issued into the past. */
function remaining({ now }: Context, { claims: { exp = 0 } }: Assertion): number {
  const seconds = Math.floor(exp) - Math.floor(now() / 1000);
  if (seconds > 0) return seconds;
  throw refuseAssertion("assertion_expired", "The assertion has expired.");
}

/** Last of all: whatever could be repeated has been checked. */
const spend = ({ db }: Context, about: AboutAssertion & { readonly assertion: Assertion }): Promise<void> =>
  inTransaction(db, async (tx) => {
    const { trusted, assertion } = about;
    const { issuer, jti, expiresAt } = assertion;
    const isNew =
      trusted.allowReuse || (jti !== null && (await spendAssertion(tx, { issuer, jti, expiresAt })));
    if (!isNew)
      throw refuseAssertion(
        "assertion_replayed",
        "The assertion was used before; each is good for one token.",
      );
    await recordAcceptance(tx, about);
  });
