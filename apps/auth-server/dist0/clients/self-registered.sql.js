/** Clients that have registered themselves, and how many may. */
import { columnList, columnValues, parameterList } from "../administration/settings.js";
import { clientSettings } from "./settings.js";
/** Registrations that nobody has authorized, over all networks. Each goes after a day. */
const mostUnauthorized = 10_000;
/** A network may register this many in a row; each comes back after so many seconds, which makes as many an hour. */
const networkBudget = { size: 20, seconds: 180 };
const interval = (seconds) => `interval '${seconds} s'`;
const each = interval(networkBudget.seconds);
const allowance = interval((networkBudget.size - 1) * networkBudget.seconds);
/** Take one registration from the network's budget; a refusal afterwards, in this transaction, gives it back. @returns null, or in how many seconds there is one again */
export async function takeRegistration(tx, network) {
    // A flood is refused without waiting for the row's lock.
    const wait = await secondsToWait(tx, network);
    if (wait > 0)
        return wait;
    const { rowCount } = await tx.query(`insert into registration_limits as l (network, next_at) values ($1, now() + ${each})
     on conflict (network) do update set next_at = greatest(l.next_at, now()) + ${each}
      where l.next_at <= now() + ${allowance}`, [network]);
    return rowCount === 1 ? null : Math.max(1, await secondsToWait(tx, network));
}
async function secondsToWait(tx, network) {
    const { rows } = await tx.query(`select ceil(extract(epoch from next_at - ${allowance} - now()))::int as seconds
       from registration_limits where network = $1`, [network]);
    return rows[0]?.seconds ?? 0;
}
export const purgeableRegistrationLimits = {
    table: "registration_limits",
    condition: "next_at < now() - $1 * interval '1 second'",
    value: 0,
};
const columns = `token_endpoint_auth_method, secret_hashes, ${columnList(clientSettings)}`;
const parameters = `$2, $3, ${parameterList(clientSettings, 4)}`;
const rowOf = (client) => [
    client.clientId,
    client.tokenEndpointAuthMethod,
    client.secretHashes,
    ...columnValues(clientSettings, client),
];
/**
 * Insert a client, unless there are too many that nobody has authorized. Simultaneous ones do not count each other. Its
 * resources are those that are open. Served by clients_unauthorized.
 *
 * @returns whether there was room
 */
export async function insertRegistration(tx, client, registrationTokenHash) {
    const values = rowOf(client);
    const { rowCount } = await tx.query(`insert into clients (client_id, origin, ${columns}, registration_token_hash)
     select $1, 'registration', ${parameters}, $${values.length + 1}
      where (select count(*) from (select from clients where origin = 'registration' and last_authorized_at is null
                                    limit ${mostUnauthorized}) unauthorized) < ${mostUnauthorized}`, [...values, registrationTokenHash]);
    return rowCount === 1;
}
/** Replace what it has registered; the resources that it was let in at stay. Requires its lock. */
export async function updateRegistration(tx, client) {
    await tx.query(`update clients set (${columns}) = (${parameters}) where client_id = $1`, rowOf(client));
}
/** What findClient does not tell of a client that has registered itself; null if there is none. Served by clients_pkey. */
export async function findRegistration(db, clientId) {
    const { rows } = await db.query(`select registration_token_hash as "registrationTokenHash", scope from clients
      where client_id = $1 and origin = 'registration'`, [clientId]);
    return rows[0] ?? null;
}
//# sourceMappingURL=self-registered.sql.js.map