/** Status list tokens. @see https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/21/ §5.1 */
import { type StatusListReference } from "../shared/index.js";
import { type ActiveKey } from "../keys/sign-jws.js";
/** How long a verifier goes without asking again. */
export declare const statusListTtlSeconds = 10;
export declare const statusListUri: (issuer: string, number: number) => string;
export declare const signStatusList: (key: ActiveKey, input: {
    readonly uri: StatusListReference["uri"];
    readonly issuedAtSeconds: number;
    readonly lst: string;
}) => Promise<string>;
