/**
 * A used refresh token that nobody waits for can be an honest client's own: this server stood still with the request in
 * its hands, and the client has repeated it elsewhere and moved on. It is written down and answered to nobody; it does
 * not end the session.
 */

/**
 * Can the token have been used up since the stall began, or been inside its window then? Otherwise it was old when it was
 * sent, stall or not.
 *
 * @param behind how many generations the row is ahead of it: only the row's parent has a window
 * @param stallSeconds how long ago the stall began; null where there was none
 */
export const isLateCopy = (
  behind: number,
  secondsSinceRotation: number,
  stallSeconds: number | null,
  retrySeconds: number,
): boolean =>
  stallSeconds !== null && secondsSinceRotation <= stallSeconds + (behind === 1 ? retrySeconds : 0);
