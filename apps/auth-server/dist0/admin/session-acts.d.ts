/** Administration of sessions. */
import { type Static, Type } from "typebox";
import type { Act } from "../administration/act.js";
import type { Pool } from "../database/database.js";
import { type ListedSession } from "../sessions/list.sql.js";
import { type Ended } from "../users/ends.js";
export declare const sessionStates: readonly ["open", "expired", "revoked"];
export declare const SessionRepresentation: Type.TObject<{
    id: Type.TString;
    client_id: Type.TString;
    user_id: Type.TString;
    email: Type.TString;
    resource: Type.TString;
    scope: Type.TString;
    state: Type.TUnsafe<"expired" | "open" | "revoked">;
    refresh_count: Type.TInteger;
    retry_count: Type.TInteger;
    created_at: Type.TString;
    authenticated_at: Type.TString;
    last_used_at: Type.TString;
    idle_expires_at: Type.TString;
    absolute_expires_at: Type.TString;
    first_address: Type.TString;
    last_address: Type.TString;
    device: Type.TString;
    user_agent: Type.TUnion<[Type.TString, Type.TNull]>;
    revoked_at: Type.TUnion<[Type.TString, Type.TNull]>;
    revoke_reason: Type.TUnion<[Type.TString, Type.TNull]>;
}>;
export declare const describeSession: (session: ListedSession) => Static<typeof SessionRepresentation>;
/** @throws {OAuthError} if there is none */
export declare function readSession(db: Pool, id: string): Promise<ListedSession>;
/** End one session, if it is open. @returns whether it was open. @throws if there is none */
export declare function endSession(db: Pool, id: string, { by }: Act): Promise<boolean>;
/** Whose sessions are to end. */
export type Whose = {
    readonly user: string;
} | {
    readonly client: string;
} | {
    readonly everyone: true;
};
/**
 * End every session that is open now. For a user or everyone, sign-ins end too: otherwise the next app would sign in without a
 * password.
 *
 * @throws {OAuthError} if there is no such user or client
 */
export declare function endSessionsOf(db: Pool, whose: Whose, { by }: Act): Promise<Ended>;
