/** /admin/v1/keys */
import { Jwk } from "../shared/schemas.js";
import { Type } from "typebox";
import { conflict } from "../administration/faults.js";
import { dateTime, nullable } from "../administration/schemas.js";
import { stageNextKey } from "../keys/by-hand.js";
import { listSigningKeys } from "../keys/signing-keys.sql.js";
import { ref } from "./schemas.js";
const Key = Type.Object({
    kid: Type.String({ description: "RFC 7638 thumbprint." }),
    state: Type.Unsafe({ type: "string", enum: ["staged", "active", "retired"] }),
    public_jwk: Jwk,
    staged_at: dateTime,
    activated_at: nullable(dateTime),
    retired_at: nullable(dateTime),
}, { $id: "Key" });
export function adminKeys(app, { db, secrets, now }) {
    app.addSchema(Key);
    app.get("/keys", {
        schema: {
            operationId: "listKeys",
            summary: "List the public signing keys",
            response: {
                200: Type.Object({ items: Type.Array(ref(Key)) }),
            },
        },
    }, async () => ({ items: (await listSigningKeys(db)).map(describeKey) }));
    // Revoking a leaked key is left to the command: with such a key, anyone can forge an administrator's token.
    app.post("/keys/rotate", {
        schema: {
            operationId: "rotateKeys",
            summary: "Stage the next signing key now; it becomes active once every verifier has had time to fetch it",
            response: { 201: ref(Key) },
        },
    }, async ({ administrator }, reply) => {
        const staged = await stageNextKey(db, secrets, new Date(now()), administrator);
        if (staged === null)
            throw conflict("signing_key_staged", "The next signing key is already staged.");
        reply.code(201);
        return describeKey(staged);
    });
}
const describeKey = (key) => ({
    kid: key.kid,
    state: key.state,
    public_jwk: key.publicJwk,
    staged_at: key.stagedAt.toISOString(),
    activated_at: key.activatedAt?.toISOString() ?? null,
    retired_at: key.retiredAt?.toISOString() ?? null,
});
//# sourceMappingURL=keys.js.map