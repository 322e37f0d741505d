/** A user's second factors, as operators see them. */
import { type Static, Type } from "typebox";
import type { Db } from "../database/database.js";
export declare const FactorsRepresentation: Type.TObject<{
    factors: Type.TArray<Type.TObject<{
        kind: Type.TUnsafe<"passkey" | "totp">;
        id: Type.TUnion<[Type.TString, Type.TNull]>;
        name: Type.TUnion<[Type.TString, Type.TNull]>;
        created_at: Type.TString;
        last_used_at: Type.TUnion<[Type.TString, Type.TNull]>;
    }>>;
    recovery_codes: Type.TInteger;
}>;
export declare function readFactors(db: Db, userId: string): Promise<Static<typeof FactorsRepresentation>>;
