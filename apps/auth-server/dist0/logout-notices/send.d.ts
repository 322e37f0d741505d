export interface Problem {
    /** In words, without anything that the client or its address says. */
    readonly problem: string;
    /** Whether the client answered this notice alone with a refusal (§2.8), so that others may well succeed. */
    readonly onlyThisNotice: boolean;
}
/** Any 2xx is success (§2.8); no redirect is followed. @returns null if the client has been told */
export declare function sendLogoutToken(uri: string, logoutToken: string, signal: AbortSignal): Promise<Problem | null>;
