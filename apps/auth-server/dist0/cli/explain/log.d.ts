/** The server's log, read for one request: JSON lines as pino writes them. What is no such line is passed over. */
export interface LoggedRequest {
    readonly at: string;
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly ms: number;
    readonly clientId: string | null;
    readonly reason: string | null;
    /** What lay beneath, where the server failed. */
    readonly failure: string | null;
}
/** @returns null where no line is of this request */
export declare function findRequest(lines: AsyncIterable<string>, requestId: string): Promise<LoggedRequest | null>;
