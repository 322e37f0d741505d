import { insertAuditEvent } from "../audit/audit-events.sql.js";
import { deleteAll } from "../deletion/deletion.js";
import { describeResource, withResource } from "../resources/resources.js";
import { deleteResourceRow, lockResourceForDeletion, updateResource } from "../resources/resources.sql.js";
import { takeResourceFromClients } from "./clients.sql.js";
/**
 * Delete a resource with its sessions, codes and consents. First its clients lose access, so that they can no longer refresh,
 * and its secrets become invalid.
 */
export async function deleteResource(db, uri, act) {
    const { resource, clients } = await withResource(db, uri, act, async (tx, resource) => {
        await updateResource(tx, { ...resource, secretHashes: [] });
        return { resource, clients: await takeResourceFromClients(tx, uri, act.by) };
    });
    const sessionsEnded = await deleteAll(db, { resource: uri }, act, {
        lock: (tx) => lockResourceForDeletion(tx, uri),
        async record(tx, ended) {
            clients.push(...(await takeResourceFromClients(tx, uri, act.by)));
            const detail = { ...describeResource(resource), clients, sessions_ended: ended };
            await insertAuditEvent(tx, { ...act.by, event: "resource.deleted", detail });
        },
        remove: (tx) => deleteResourceRow(tx, uri),
    });
    return { sessionsEnded, clients };
}
//# sourceMappingURL=delete-resource.js.map