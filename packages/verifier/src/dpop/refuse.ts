/** How a DPoP proof is refused. */
import { OAuthError, type Reason } from "@regrant/shared";

export const refuseProof = (reason: Reason, description: string, cause?: unknown): OAuthError =>
  new OAuthError("invalid_dpop_proof", description, { reason, cause });
