/** OpenID providers that people may sign in with. */
import { columnList, columnValues, parameterList, selectList } from "../administration/settings.js";
import { providerSettings } from "./settings.js";
const columns = columnList(providerSettings);
const selected = `select p.id, ${selectList(providerSettings, "p")}, p.client_secret as "clientSecret",
  p.created_at as "createdAt", p.disabled_at as "disabledAt" from providers p`;
/** @throws the database's error if its id or issuer is taken */
export async function insertProvider(db, provider) {
    await db.query(`insert into providers (id, client_secret, ${columns}) values ($1, $2, ${parameterList(providerSettings, 3)})`, [provider.id, provider.clientSecret, ...columnValues(providerSettings, provider)]);
}
/** Served by providers_pkey. */
export async function findProvider(db, id) {
    const { rows } = await db.query({
        name: "find-provider",
        text: `${selected} where p.id = $1`,
        values: [id],
    });
    return rows[0] ?? null;
}
/** Providers after this id, in that order; all if there is no limit. Served by providers_pkey. */
export async function listProviders(db, after = null, limit = null) {
    const { rows } = await db.query(`${selected} where $1::text is null or p.id > $1 order by p.id limit $2`, [after, limit]);
    return rows;
}
/** Read a provider under its row lock. */
export async function lockProvider(tx, id) {
    await tx.query("select from providers where id = $1 for no key update", [id]);
    return findProvider(tx, id);
}
/** Replace settings and secret. Requires its lock. @throws the database's error if the issuer is taken */
export async function updateProvider(tx, provider) {
    await tx.query(`update providers set (client_secret, ${columns}) = ($2, ${parameterList(providerSettings, 3)}) where id = $1`, [provider.id, provider.clientSecret, ...columnValues(providerSettings, provider)]);
}
/** One that is already disabled keeps the date. */
export async function setProviderDisabled(tx, id, disabled) {
    await tx.query("update providers set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1", [id, disabled]);
}
/** With its identities. */
export async function deleteProviderRow(tx, id) {
    await tx.query("delete from providers where id = $1", [id]);
}
//# sourceMappingURL=providers.sql.js.map