/** What deleting a user, client or resource would delete with it. */
import { Type } from "typebox";
import { listClientsOfResource } from "../clients/clients.sql.js";
import { countCodesOf } from "../codes/authorization-codes.sql.js";
import { countConsentsOf } from "../consents/consents.sql.js";
import { mostCounted } from "../database/batches.sql.js";
import { countSessions } from "../sessions/delete.sql.js";
import { countSignInsOf } from "../users/sign-ins.sql.js";
const count = (what) => Type.Integer({ maximum: mostCounted, description: `${what}; counts to ${mostCounted}.` });
export const DependentsRepresentation = Type.Object({
    open_sessions: count("Sessions that can be refreshed"),
    ended_sessions: count("Sessions kept after their end"),
    sign_ins: count("Browsers that are signed in"),
    consents: count("Consents"),
    codes: count("Authorization codes not yet redeemed"),
    clients: Type.Array(Type.String(), { description: "Clients that lose access to the resource." }),
}, { $id: "Dependents" });
export const DeletedRepresentation = Type.Object({ sessions_ended: Type.Integer() });
/** Does not check that the owner exists. */
export async function readDependents(db, owner) {
    const sessions = await countSessions(db, owner, mostCounted);
    return {
        open_sessions: sessions.open,
        ended_sessions: sessions.ended,
        sign_ins: "userId" in owner ? await countSignInsOf(db, owner) : 0,
        consents: await countConsentsOf(db, owner),
        codes: await countCodesOf(db, owner),
        clients: "resource" in owner ? await listClientsOfResource(db, owner.resource) : [],
    };
}
//# sourceMappingURL=dependents.js.map