/** Warns if this machine's clock differs from another that tokens depend on. */
/** Whether tokens work: beyond this difference, no resource server accepts tokens signed by the other clock. */
export declare const clockTrust: (aheadSeconds: number | null) => boolean;
/** Null if the clocks agree well enough. */
export declare function clockDoubt(aheadSeconds: number, other: string): string | null;
