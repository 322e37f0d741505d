/**
 * oidc-provider's storage on PostgreSQL, as its documentation describes an adapter: one table per model, every
 * access by primary key, every statement prepared, one statement and one commit per call.
 *
 * Written to be fast: payloads are `json` (never searched, so never parsed into jsonb), the only second index is
 * the one that `revokeByGrantId` needs, and pages keep room so that `consume` stays a heap-only update.
 */
import type { Adapter, AdapterPayload } from "oidc-provider";
import type { Pool } from "pg";

/** The models that the two loads store. JWT access tokens are never stored. */
const storedModels = ["Grant", "RefreshToken"] as const;

const tableOf = (model: string): string =>
  `peer.${model.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).slice(1)}`;

/** The tables, in a schema of their own beside Regrant's. */
export function createTables(db: Pool): Promise<unknown> {
  const tables = storedModels.map(
    (model) => `create table ${tableOf(model)} (
      id text primary key, payload json not null, grant_id text, consumed_at timestamptz, expires_at timestamptz
    ) with (fillfactor = 85);
    create index on ${tableOf(model)} (grant_id) where grant_id is not null;`,
  );
  return db.query(`create schema peer; ${tables.join("\n")}`);
}

interface Row {
  readonly payload: AdapterPayload;
  readonly consumed: number | null;
}

/** An adapter for one model. Lookups by uid and user code belong to models that no load here has. */
export function postgresAdapter(db: Pool, model: string): Adapter {
  const table = tableOf(model);
  const run = (verb: string, text: string, values: unknown[]) =>
    db.query<Row>({ name: `${verb} ${table}`, text, values });
  const unused = async (): Promise<undefined> => undefined;
  return {
    findByUid: unused,
    findByUserCode: unused,
    async find(id) {
      const found = await run(
        "find",
        `select payload, extract(epoch from consumed_at)::float8 as consumed from ${table} where id = $1`,
        [id],
      );
      const row = found.rows[0];
      return row && (row.consumed === null ? row.payload : { ...row.payload, consumed: row.consumed });
    },
    async upsert(id, payload, expiresIn) {
      await run(
        "upsert",
        `insert into ${table} (id, payload, grant_id, expires_at)
         values ($1, $2, $3, now() + make_interval(secs => $4))
         on conflict (id) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
        [id, JSON.stringify(payload), payload.grantId ?? null, expiresIn],
      );
    },
    async consume(id) {
      await run("consume", `update ${table} set consumed_at = now() where id = $1`, [id]);
    },
    async destroy(id) {
      await run("destroy", `delete from ${table} where id = $1`, [id]);
    },
    async revokeByGrantId(grantId) {
      await run("revoke", `delete from ${table} where grant_id = $1`, [grantId]);
    },
  };
}
