-- OpenID Connect Back-Channel Logout 1.0: ended sessions that their clients have to be told of. Neither user nor session is
-- referenced, because a notice outlives both. Nor is the client: the check of that reference, under the session's lock, could
-- deadlock with the client's deletion.
create table logout_notices (
  id uuid primary key default gen_random_uuid(),
  client_id text not null,
  user_id uuid not null,
  session_id uuid not null,
  reason text not null,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- Null: given up.
  next_attempt_at timestamptz default now(),
  last_problem text
);
create index logout_notices_client on logout_notices (client_id, next_attempt_at);

-- Clients that could not be reached, and until when they are left alone.
create table logout_pauses (
  client_id text primary key references clients on delete cascade,
  failures integer not null,
  until timestamptz not null
);

-- In the transaction that ends the session, whatever ends it. Not at a refresh, which does not touch revoked_at. The tables are
-- found by the search path, as in every statement: a statement made by `execute` is planned anew for each session, which takes
-- as long as ending it.
create function insert_logout_notice() returns trigger language plpgsql as $$
begin
  insert into logout_notices (client_id, user_id, session_id, reason)
    select c.client_id, old.user_id, old.id, coalesce(new.revoke_reason, 'deleted')
      from clients c where c.client_id = old.client_id and c.backchannel_logout_uri is not null;
  return null;
end
$$;
create trigger sessions_ended_notice after update of revoked_at on sessions for each row
  when (old.revoked_at is null and new.revoked_at is not null and new.revoke_reason <> 'expired' and 'openid' = any (new.scope))
  execute function insert_logout_notice();
create trigger sessions_deleted_notice after delete on sessions for each row
  when (old.revoked_at is null and old.idle_expires_at > now() and 'openid' = any (old.scope))
  execute function insert_logout_notice();
