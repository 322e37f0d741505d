/** What deleting a user, client or resource would delete with it. */
import { type Static, Type } from "typebox";
import { type Owner } from "../database/batches.sql.js";
import type { Pool } from "../database/database.js";
export declare const DependentsRepresentation: Type.TObject<{
    open_sessions: Type.TInteger;
    ended_sessions: Type.TInteger;
    sign_ins: Type.TInteger;
    consents: Type.TInteger;
    codes: Type.TInteger;
    clients: Type.TArray<Type.TString>;
}>;
export declare const DeletedRepresentation: Type.TObject<{
    sessions_ended: Type.TInteger;
}>;
/** Does not check that the owner exists. */
export declare function readDependents(db: Pool, owner: Owner): Promise<Static<typeof DependentsRepresentation>>;
