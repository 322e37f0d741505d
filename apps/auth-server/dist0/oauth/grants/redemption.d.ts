import type { TokenResponse } from "../../shared/index.js";
import type { Context } from "../../context.js";
import type { Opening } from "../../sessions/open.sql.js";
import type { OpenedSession } from "../../sessions/session.sql.js";
import { type GrantRequest } from "./grant.js";
export interface SessionByCode {
    readonly opening: Opening & {
        readonly idleSeconds: number;
        readonly absoluteSeconds: number;
        readonly refreshes: boolean;
    };
    /** Sign the tokens of the session that was opened. */
    issue(grant: OpenedSession): Promise<TokenResponse>;
}
export declare function sessionByCode(context: Context, request: GrantRequest): SessionByCode;
