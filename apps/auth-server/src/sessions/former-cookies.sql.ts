/** The time when refresh cookies had a name under which any sibling host can plant one. */
import type { Db } from "../store/database.js";
import type { RefreshToken } from "../tokens/refresh-token.js";

/**
 * May this token still come under the former name? Its session has to be from that time and not refreshed since; or once,
 * for an answer that was lost. So nobody can plant a session that is opened today, nor go on planting an old one that is
 * kept alive. Served by sessions_pkey.
 */
export async function mayComeByFormerCookie(
  db: Db,
  { sessionId, generation }: Pick<RefreshToken, "sessionId" | "generation">,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from sessions s, former_cookies f
      where s.id = $1 and s.created_at < f.until and (s.rotated_at < f.until or s.generation = $2::int + 1)`,
    [sessionId, generation],
  );
  return rowCount === 1;
}
