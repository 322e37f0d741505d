/** Sessions as somebody sees them who only asks: no lock, and nothing changes. Times are the database's. */
import type { Db } from "../store/database.js";
import { type JudgedSession, judgedColumns } from "./judge.sql.js";
import { type Session, sessionColumns } from "./session.sql.js";

/** All that the decision on a refresh looks at, and what there is to tell about it. */
export interface SessionState extends JudgedSession, Session {
  readonly clientName: string;
  readonly clientDisabledAt: Date | null;
  readonly email: string;
  readonly userDisabledAt: Date | null;
}

/** Served by sessions_pkey, users_pkey, clients_pkey and client_resources_pkey. */
export async function findSessionState(db: Db, id: string): Promise<SessionState | null> {
  const { rows } = await db.query<SessionState>({
    name: "find-session-state",
    text: `
      select ${sessionColumns}, ${judgedColumns}, u.roles, u.email, u.disabled_at as "userDisabledAt",
             c.name as "clientName", c.disabled_at as "clientDisabledAt"
        from sessions s join users u on u.id = s.user_id join clients c on c.client_id = s.client_id
       where s.id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}
