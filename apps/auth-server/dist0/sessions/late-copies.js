/**
 * Recognizes a used refresh token that an honest client sent: this server stalled with the request in hand, and the
 * client retried elsewhere and moved on. It is recorded, nobody receives a response, and the session goes on.
 */
/**
 * Whether the token can have been used up since the stall began, or was inside its window then. Otherwise it was old
 * when it was sent, stall or not.
 *
 * @param behind how many generations the row is ahead of it: only the row's parent has a window
 * @param stallSeconds how long ago the stall began; null if there was none
 */
export const isLateCopy = (behind, secondsSinceRotation, stallSeconds, retrySeconds) => stallSeconds !== null && secondsSinceRotation <= stallSeconds + (behind === 1 ? retrySeconds : 0);
//# sourceMappingURL=late-copies.js.map