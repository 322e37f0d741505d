/**
 * Detects a thief who refreshes in step with the owner: one rotates, the other retries inside the window, and both
 * get the same successor, so that no token is ever reused. The sign is that generation after generation is retried
 * from a different place than it was rotated from.
 */
import { networkOf } from "../http/address-prefix.js";
/**
 * This many consecutive generations count as theft. An honest client that loses responses while moving is luckier
 * than that.
 */
export const mostElsewhereInARow = 3;
/**
 * Whether a retry came from a different place than the rotation. Under `ignore`, networks say nothing about this
 * client's users.
 */
export function elsewhereOf({ rotatedAddress, rotatedUserAgent }, { address, userAgent }, onAddressChange) {
    return {
        network: onAddressChange !== "ignore" && networkOf(rotatedAddress) !== networkOf(address),
        userAgent: rotatedUserAgent !== userAgent,
    };
}
/** How many consecutive generations were retried from elsewhere, including this retry of the parent. */
export function elsewhereInARow(session, { network, userAgent }) {
    const { generation, elsewhereGeneration, elsewhereInARow: before } = session;
    if (elsewhereGeneration === generation)
        return before;
    if (!network && !userAgent)
        return 0;
    return elsewhereGeneration === generation - 1 ? before + 1 : 1;
}
//# sourceMappingURL=lock-step.js.map