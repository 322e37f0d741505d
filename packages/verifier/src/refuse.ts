/** How tokens and DPoP proofs are refused. */
import { OAuthError, type OAuthErrorOptions, type Reason } from "@regrant/shared";

type Options = Pick<OAuthErrorOptions, "cause" | "status">;

export const refuseToken = (reason: Reason, description: string, options: Options = {}): OAuthError =>
  new OAuthError("invalid_token", description, { ...options, reason });

/** 400, unless `status` says otherwise: an API answers 401 (RFC 9449 §7.1). */
export const refuseProof = (reason: Reason, description: string, options: Options = {}): OAuthError =>
  new OAuthError("invalid_dpop_proof", description, { ...options, reason });
