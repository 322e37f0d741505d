/**
 * The device grant: a device asks until its user has decided.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.4
 */
import { type ErrorCode, OAuthError, type Reason } from "@regrant/shared";
import {
  type DeviceRedemption,
  type PolledCode,
  pollDeviceCode,
  pollSeconds,
  redeemDeviceCode,
} from "../../codes/device-codes.sql.js";
import type { Context } from "../../context.js";
import { required } from "../../http/form.js";
import { hashSecret } from "../../secrets.js";
import { needsProof } from "../../tokens/dpop.js";
import type { Grant } from "./grant.js";
import { sessionByCode } from "./redemption.js";

export const deviceCodeGrant: Grant = async (context, request) => {
  const { opening, issue } = sessionByCode(context, request);
  const redemption: DeviceRedemption = {
    ...opening,
    codeHash: hashSecret(required(request.form, "device_code")),
  };
  const grant = (await redeemDeviceCode(context.db, redemption)) ?? (await refuse(context, redemption));
  return { outcome: "issued", response: await issue(grant) };
};

/** Why there are no tokens (yet). A user who decides between the two statements is seen at the next poll. */
async function refuse({ db }: Context, redemption: DeviceRedemption): Promise<never> {
  const polled = await pollDeviceCode(db, redemption);
  const [code, reason, description] = refusals[refusalOf(polled, redemption)];
  throw new OAuthError(code, description, { reason });
}

/** Decides, without side effects. */
function refusalOf(
  polled: PolledCode | null,
  { clientId, jkt }: Pick<DeviceRedemption, "clientId" | "jkt">,
): keyof typeof refusals {
  if (polled === null) return "unknown";
  if (polled.clientId !== clientId) return "otherClient";
  if (polled.requireDpop && jkt === null) return "unbound";
  if (polled.isRedeemed) return "redeemed";
  if (polled.decision === "denied") return "denied";
  if (polled.isExpired) return "expired";
  if (polled.userDisabled) return "userDisabled";
  return polled.isTooEarly ? "tooEarly" : "pending";
}

const refusals = {
  unknown: ["invalid_grant", "device_code_unknown", "There is no such device code."],
  otherClient: ["invalid_grant", "device_code_unknown", "The device code was issued to another client."],
  unbound: ["invalid_dpop_proof", "dpop_required", needsProof("resource")],
  redeemed: ["invalid_grant", "device_code_used", "The device code was used before."],
  denied: ["access_denied", "access_denied", "The user did not agree."],
  expired: ["expired_token", "device_code_expired", "The device code has expired."],
  userDisabled: ["invalid_grant", "user_disabled", "The user is disabled."],
  tooEarly: [
    "slow_down",
    "polling_too_fast",
    `This came too early. From now on, wait ${pollSeconds} seconds longer between two requests than before.`,
  ],
  pending: ["authorization_pending", "authorization_pending", "The user has not decided yet."],
} as const satisfies Record<string, readonly [ErrorCode, Reason, string]>;
