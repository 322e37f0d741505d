export interface Answer {
    readonly url: string;
    /** Why there is no answer; null if there is one. */
    readonly failure: string | null;
    readonly status: number;
    readonly cacheControl: string | null;
    /** Null if it is not a JSON object. */
    readonly body: Readonly<Record<string, unknown>> | null;
}
/** One of the addresses that the issuer's name resolves to. */
export interface AddressAnswer {
    readonly host: string;
    readonly address: string;
    readonly failure: string | null;
}
export interface IssuerAnswers {
    readonly metadata: Answer;
    readonly jwks: Answer;
    readonly addresses: readonly AddressAnswer[];
}
export declare function askIssuer(issuerUrl: string): Promise<IssuerAnswers>;
