/**
 * The authorization code grant: a 60-second code, bound by PKCE, opens a session.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.5
 */
import { OAuthError, type Reason, reasons } from "@regrant/shared";
import {
  type LockedCode,
  lockAuthorizationCode,
  type Redemption,
  redeemAuthorizationCode,
} from "../../codes/authorization-codes.sql.js";
import { codeChallengeOf, isCodeVerifier } from "../../codes/pkce.js";
import type { Context } from "../../context.js";
import { inTransaction } from "../../database/database.js";
import { required } from "../../http/form.js";
import { shown } from "../../http/shown-value.js";
import { hashSecret } from "../../secrets.js";
import { revokeSessions } from "../../sessions/end.sql.js";
import { needsProof } from "../../tokens/dpop.js";
import { askedResource } from "../target.js";
import type { Grant } from "./grant.js";
import { sessionByCode } from "./redemption.js";

export const authorizationCodeGrant: Grant = async (context, request) => {
  const { client, form } = request;
  const { db } = context;
  const code = required(form, "code");
  const verifier = form.get("code_verifier");
  if (verifier !== undefined && !isCodeVerifier(verifier)) throw refuse("pkce_verifier_malformed");
  const without = client.pkce === "required" ? "" : null;
  const { opening, issue } = sessionByCode(context, request);
  const redemption: Redemption = {
    ...opening,
    codeHash: hashSecret(code),
    redirectUri: form.get("redirect_uri") ?? null,
    resource: askedResource(client, form)?.uri ?? null,
    // Without one: of any other client, the code knows whether it needs one; of this, no code does without.
    codeChallenge: verifier === undefined ? without : codeChallengeOf(verifier),
  };
  const grant = (await redeemAuthorizationCode(db, redemption)) ?? (await refuseCode(context, redemption));
  return { outcome: "issued", response: await issue(grant) };
};

/**
 * Why the statement did not match. A second use by whoever could have made the first ends the session it opened (RFC
 * 6749 §4.1.2); any other failure ends nothing.
 */
async function refuseCode({ db, auditRefusal }: Context, redemption: Redemption): Promise<never> {
  const reason = await inTransaction(db, async (tx) => {
    const code = await lockAuthorizationCode(tx, redemption.codeHash);
    const decided = reasonToRefuse(code, redemption);
    const { clientId, address, userAgent, requestId } = redemption;
    const sessionId = code?.sessionId ?? undefined;
    if (code !== null) {
      const who = { userId: code.userId };
      const session = sessionId !== undefined && { sessionId };
      const event = { event: "authorization_code.refused", reason: decided, clientId } as const;
      const by = { address, userAgent, requestId };
      await auditRefusal(tx, { ...event, ...by, ...who, ...session }, redemption.codeHash.toString("hex"));
    }
    if (decided === "code_reused" && sessionId !== undefined)
      await revokeSessions(tx, { id: sessionId }, decided, { address, userAgent, requestId });
    return decided;
  });
  throw refuse(reason, redemption);
}

type CodeRefusal = keyof typeof descriptions;

/** Decides, without side effects, why a code could not be redeemed. */
function reasonToRefuse(code: LockedCode | null, redemption: Redemption): CodeRefusal {
  if (code === null) return "code_unknown";
  if (code.clientId !== redemption.clientId) return "code_wrong_client";
  const sameUri =
    redemption.redirectUri === null ? !code.redirectUriSent : redemption.redirectUri === code.redirectUri;
  if (!sameUri) return "code_redirect_uri_mismatch";
  if (code.codeChallenge !== redemption.codeChallenge) return "pkce_mismatch";
  if (redemption.resource !== null && redemption.resource !== code.resource) return "resource_exceeds_grant";
  // Before its reuse: whoever has stolen the code and not the key must not be able to end the session that it opened.
  if (code.jkt !== null && code.jkt !== redemption.jkt)
    return redemption.jkt === null ? "dpop_proof_missing" : "dpop_key_mismatch";
  if (code.sessionId !== null) return "code_reused";
  if (code.requireDpop && redemption.jkt === null) return "dpop_required";
  return code.userDisabled ? "user_disabled" : "code_expired";
}

const descriptions = {
  code_unknown: "There is no such authorization code.",
  code_wrong_client: "The authorization code was issued to another client.",
  code_redirect_uri_mismatch: "The redirect_uri is not the one that the authorization request had.",
  pkce_mismatch: "The code_verifier does not match the code_challenge.",
  pkce_verifier_malformed: "The code_verifier has to have 43 to 128 characters.",
  resource_exceeds_grant: "The resource is not the one of the authorization request.",
  dpop_proof_missing: "The code is bound to a key, and the request has no DPoP proof of it.",
  dpop_key_mismatch: "The code is bound to another key than that of the DPoP proof.",
  dpop_required: needsProof("resource"),
  code_reused: "The authorization code was used before; the session that it opened is now revoked.",
  code_expired: "The authorization code has expired.",
  user_disabled: "The user is disabled.",
} as const satisfies Partial<Record<Reason, string>>;

/** Shows the faulty parameter, but never the code or the verifier. */
function refuse(
  reason: CodeRefusal,
  { redirectUri, resource, codeChallenge }: Partial<Redemption> = {},
): OAuthError {
  const wrong = { code_redirect_uri_mismatch: redirectUri, resource_exceeds_grant: resource };
  const value = reason in wrong ? wrong[reason as keyof typeof wrong] : undefined;
  const isMissing = reason === "pkce_mismatch" && !codeChallenge;
  const sent = isMissing ? " It is missing." : value ? ` It was sent as ${shown(value)}.` : "";
  return new OAuthError(reasons[reason].error, descriptions[reason] + sent, { reason });
}
