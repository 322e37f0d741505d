/** What is wrong with a URL as a client_id; null if nothing is. A query is discouraged (§3), and allowed. */
export declare function faultOfClientIdUrl(clientId: string, allowLoopback: boolean): string | null;
