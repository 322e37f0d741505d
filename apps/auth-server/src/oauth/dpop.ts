/**
 * DPoP at the endpoints of the RFCs: who needs a proof, and the key that an authorization request names.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-5
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-10
 */
import { OAuthError } from "@regrant/shared";
import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import { shown } from "../http/shown-value.js";
import { needsProof } from "../tokens/dpop.js";

/**
 * Where the resource is known only to a row, its statement checks the same.
 *
 * @throws {OAuthError} invalid_dpop_proof if the client's tokens, or the resource's, are always bound and there is no proof
 */
export function checkProofIsThere(client: Client, jkt: string | null, resource?: string): void {
  if (jkt !== null) return;
  if (client.requireDpop) throw dpopRequired("client");
  if (client.resources.some(({ uri, requireDpop }) => uri === resource && requireDpop))
    throw dpopRequired("resource");
}

const dpopRequired = (whose: "client" | "resource"): OAuthError =>
  new OAuthError("invalid_dpop_proof", needsProof(whose), { reason: "dpop_required" });

/** The key that has to redeem the code (§10). @throws {OAuthError} invalid_request */
export function checkDpopJkt(form: Form): string | null {
  const jkt = form.get("dpop_jkt");
  if (jkt === undefined) return null;
  if (/^[A-Za-z0-9_-]{43}$/.test(jkt)) return jkt;
  const description = `The dpop_jkt ${shown(jkt)} is not the SHA-256 thumbprint of a key in base64url (RFC 7638), which has 43 characters.`;
  throw new OAuthError("invalid_request", description, { reason: "dpop_jkt_malformed" });
}

/**
 * The parameters of a pushed request: its proof's key counts as its dpop_jkt, and the two must not differ (§10.1).
 *
 * @throws {OAuthError} invalid_request, invalid_dpop_proof
 */
export function withProvenKey(form: Form, jkt: string | null): Form {
  const named = checkDpopJkt(form);
  if (jkt === null) return form;
  if (named === null || named === jkt) return new Map([...form, ["dpop_jkt", jkt]]);
  throw new OAuthError("invalid_dpop_proof", "The dpop_jkt is another key's than that of the DPoP proof.", {
    reason: "dpop_key_mismatch",
  });
}
