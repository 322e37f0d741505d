export interface FetchLimits {
    /**
     * @param isKnown whether users have let this client in: no flood of others' ids locks it out
     * @throws what `refuse` makes of the seconds to wait
     */
    within<T>(url: URL, isKnown: boolean, fetch: () => Promise<T>): Promise<T>;
}
export declare function createFetchLimits(now: () => number, refuse: (waitSeconds: number) => Error): FetchLimits;
