/**
 * A thief who refreshes in step with the owner: one of them rotates, the other retries inside the window, and both get
 * the same successor. Nothing is ever reused. What gives the thief away is that generation after generation is retried
 * from elsewhere than it was rotated from.
 */
import { networkOf } from "../protocol/address-prefix.js";
import type { LockedSession } from "./judge.sql.js";
import type { Policies } from "./policies.js";
import type { Rotation } from "./rotate.sql.js";

/** As many generations in a row are taken for theft. An honest client that loses answers on the move has luck before. */
export const mostElsewhereInARow = 3;

type Retry = Pick<Rotation, "address" | "userAgent">;

export interface Elsewhere {
  readonly network: boolean;
  readonly userAgent: boolean;
}

/** Whether a retry comes from elsewhere than the rotation. Under `ignore`, networks tell nothing of this client's users. */
export function elsewhereOf(
  { rotatedAddress, rotatedUserAgent }: Pick<LockedSession, "rotatedAddress" | "rotatedUserAgent">,
  { address, userAgent }: Retry,
  onAddressChange: Policies["onAddressChange"],
): Elsewhere {
  return {
    network: onAddressChange !== "ignore" && networkOf(rotatedAddress) !== networkOf(address),
    userAgent: rotatedUserAgent !== userAgent,
  };
}

/** How many generations in a row were retried from elsewhere, with this retry of the parent. */
export function elsewhereInARow(
  session: Pick<LockedSession, "generation" | "elsewhereGeneration" | "elsewhereInARow">,
  { network, userAgent }: Elsewhere,
): number {
  const { generation, elsewhereGeneration, elsewhereInARow: before } = session;
  if (elsewhereGeneration === generation) return before;
  if (!network && !userAgent) return 0;
  return elsewhereGeneration === generation - 1 ? before + 1 : 1;
}
