/** A user's second factors, as operators see them. */
import { Type } from "typebox";
import { dateTime } from "../administration/schemas.js";
import { findFactors, listFactors } from "./factors.sql.js";
const FactorRepresentation = Type.Object({
    kind: Type.Unsafe({ type: "string", enum: ["totp", "passkey"] }),
    id: Type.Union([Type.String({ format: "uuid" }), Type.Null()], {
        description: "A passkey's; null for the authenticator app, of which a user has one.",
    }),
    name: Type.Union([Type.String(), Type.Null()]),
    created_at: dateTime,
    last_used_at: Type.Union([dateTime, Type.Null()], { description: "Of a passkey." }),
});
export const FactorsRepresentation = Type.Object({
    factors: Type.Array(FactorRepresentation),
    recovery_codes: Type.Integer({ description: "How many are unused." }),
}, { $id: "Factors" });
export async function readFactors(db, userId) {
    const [factors, { recoveryCodes }] = await Promise.all([listFactors(db, userId), findFactors(db, userId)]);
    return {
        factors: factors.map(({ kind, id, name, createdAt, lastUsedAt }) => ({
            kind,
            id,
            name,
            created_at: createdAt.toISOString(),
            last_used_at: lastUsedAt?.toISOString() ?? null,
        })),
        recovery_codes: recoveryCodes,
    };
}
//# sourceMappingURL=representation.js.map