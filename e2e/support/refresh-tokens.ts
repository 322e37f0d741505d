/** Reads a refresh token's visible parts (session id and generation) and its row. */
import type pg from "pg";

interface OpenToken {
  readonly sessionId: string;
  readonly generation: number;
}

/** Read a token's layout: "rgr_" base64url(version 1 | session id 16 | generation 4 | secret 32 | tag 16). */
export function readRefreshToken(token: string): OpenToken {
  const bytes = Buffer.from(token.slice("rgr_".length), "base64url");
  if (!token.startsWith("rgr_") || bytes.length !== 69) throw new Error("not a refresh token");
  const hex = bytes.toString("hex", 1, 17);
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { sessionId, generation: bytes.readUInt32BE(17) };
}

export interface SessionRow {
  readonly generation: number;
  readonly retry_count: number;
  readonly revoke_reason: string | null;
}

/** @throws Error unless the session is exactly one row */
export async function findSession(db: pg.Pool, sessionId: string): Promise<SessionRow> {
  const { rows } = await db.query<SessionRow>(
    "select generation, retry_count, revoke_reason from sessions where id = $1",
    [sessionId],
  );
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) throw new Error(`${rows.length} rows for one session`);
  return row;
}
