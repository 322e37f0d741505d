/** What an account has after some years: made by SQL, as no test can wait so long. */
import type pg from "pg";
import type { User } from "./registrations.js";

const userAgents = {
  phone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  tablet:
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  computer:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
  television:
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/6.0 TV Safari/537.36",
  program: "curl/8.14.1",
  unknown: null,
} as const;
const all = Object.values(userAgents);

/** Sessions on every kind of device through this client, the first a minute old, each last used a day after it was opened. */
export async function insertSessions(
  db: pg.Pool,
  user: User,
  clientId: string,
  count: number,
  revokeReason: string | null = null,
): Promise<void> {
  await db.query(
    `insert into sessions (id, client_id, user_id, scope, resource, secret_hash, created_at, rotated_at, idle_expires_at,
                           absolute_expires_at, last_access_token_id, first_address, last_address, user_agent,
                           revoked_at, revoke_reason)
     select gen_random_uuid(), $2, u.id, '{notes:read}', r.resource, sha256('nobody has it'),
            now() - interval '1 minute' * i * i * 40, now() - interval '1 minute' * i * i * 9, now() + interval '30 days',
            now() + interval '180 days', gen_random_uuid(), '203.0.113.7', ('203.0.113.' || 7 + i % 200)::inet,
            ($4::text[])[1 + i % cardinality($4::text[])],
            case when $5::text is not null then now() - interval '5 hours' * i end, $5
       from generate_series(1, $3::int) i, users u, client_resources r
      where u.email = $1 and r.client_id = $2 and r.position = 0`,
    [user.email, clientId, count, all, revokeReason],
  );
}

export async function insertBrowsers(db: pg.Pool, user: User, count: number): Promise<void> {
  await db.query(
    `insert into sign_ins (token_hash, user_id, authenticated_at, expires_at, address, user_agent)
     select sha256(('nobody has it' || random())::bytea), id, now() - interval '7 hours' * i, now() + interval '1 hour' * (150 - i),
            case when i % 3 = 0 then '2001:db8:85a3:8d3:1319:8a2e:370:7348'::inet else '198.51.100.4' end,
            ($3::text[])[1 + i % 4]
       from generate_series(1, $2::int) i, users where email = $1`,
    [user.email, count, all],
  );
}

/** @param names of apps that are made and connected to the example API */
export async function insertConnectedApps(db: pg.Pool, user: User, names: readonly string[]): Promise<void> {
  await db.query(
    `with apps as (
       insert into clients (client_id, name, grant_types, redirect_uris)
       select gen_random_uuid(), name, '{authorization_code}', array['https://app-' || i || '.example.com/callback']
         from unnest($2::text[]) with ordinality as names (name, i) returning client_id)
     insert into consents (user_id, client_id, resource, scope, granted_at)
     select u.id, a.client_id, r.uri, r.scope, now() - interval '40 days' from apps a, users u, resources r where u.email = $1`,
    [user.email, names],
  );
}
