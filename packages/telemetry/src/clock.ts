/** What a server says where its clock and another's, on which its tokens depend, are apart. */

/** What resource servers tolerate by default, and at most. In seconds. */
const tolerated = { usually: 5, atMost: 300 };

/** Whether tokens serve: beyond this no resource server takes one that was signed by the other clock. */
export const clockTrust = (aheadSeconds: number | null): boolean =>
  Math.abs(aheadSeconds ?? 0) <= tolerated.atMost;

/** Null where the clocks agree well enough. */
export function clockDoubt(aheadSeconds: number, other: string): string | null {
  if (Math.abs(aheadSeconds) <= tolerated.usually) return null;
  const apart = `${Math.round(Math.abs(aheadSeconds))} seconds ${aheadSeconds > 0 ? "ahead of" : "behind"} ${other}`;
  return `this machine's clock is ${apart}: tokens count as expired, or as not yet valid; run NTP on both machines`;
}
