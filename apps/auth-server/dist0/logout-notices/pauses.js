/** How long a client, or a notice that it refuses, is left alone before the next attempt. */
const pausesInSeconds = [5, 15, 60, 300, 900];
const longestPauseSeconds = 3600;
/** In seconds, after this many failures in a row. @param random from 0 to 1; spreads what failed together */
export const pauseAfter = (failures, random = Math.random()) => (pausesInSeconds[failures - 1] ?? longestPauseSeconds) * (0.8 + random * 0.4);
//# sourceMappingURL=pauses.js.map