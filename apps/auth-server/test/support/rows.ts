/** Reads what a request left in the database, as an operator would. */
import { expect } from "vitest";
import { decodeRefreshToken } from "../../src/sessions/refresh-token.js";
import type { TestServer } from "./server.js";

export interface SessionRow {
  id: string;
  client_id: string;
  user_id: string;
  generation: number;
  secret_hash: Buffer;
  created_at: Date;
  rotated_at: Date;
  idle_expires_at: Date;
  absolute_expires_at: Date;
  retry_count: number;
  last_access_token_id: string;
  first_address: string;
  last_address: string;
  user_agent: string | null;
  last_country: string | null;
  burst_started_at: Date;
  burst_count: number;
  revoked_at: Date | null;
  revoke_reason: string | null;
  jkt: string | null;
}

/** The content of a refresh token of this server. */
export function read({ context }: TestServer, refreshToken: string) {
  const token = decodeRefreshToken(context.secrets, refreshToken);
  if (token === null) throw new Error("not a refresh token of this server");
  return token;
}

export const sessionIdOf = (server: TestServer, refreshToken: string): string =>
  read(server, refreshToken).sessionId;

/** The session row of a refresh token. */
export async function sessionOf(server: TestServer, refreshToken: string): Promise<SessionRow> {
  const { rows } = await server.db.query<SessionRow>("select * from sessions where id = $1", [
    sessionIdOf(server, refreshToken),
  ]);
  expect(rows).toHaveLength(1);
  return rows[0] as SessionRow;
}

/** A session's audit events in order: `event` or `event: reason`. */
export async function auditOf(server: TestServer, sessionId: string): Promise<string[]> {
  const { rows } = await server.db.query<{ event: string; reason: string | null }>(
    "select event, reason from audit_events where session_id = $1 order by id",
    [sessionId],
  );
  return rows.map(({ event, reason }) => (reason === null ? event : `${event}: ${reason}`));
}

/** The text of every row of every table. */
export async function everything({ db }: TestServer): Promise<string> {
  const tables = await db.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await db.query<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join("\n");
}
