/** Checks the issuer as clients and APIs reach it: by name, over the network, through any proxy. */
import type { SigningKey } from "../../keys/signing-keys.sql.js";
import type { IssuerAnswers } from "./ask-issuer.js";
import { type Finding } from "./finding.js";
export interface IssuerState extends IssuerAnswers {
    /** ISSUER. */
    readonly issuer: string;
    /** From the database; null if it could not be read. */
    readonly keys: readonly SigningKey[] | null;
    readonly nowMs: number;
}
export declare const issuerChecks: readonly ((state: IssuerState) => Finding | Finding[])[];
