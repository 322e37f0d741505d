-- What happened, to whom, and why. Append-only; holds no token, code, secret or password.

create table audit_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  event text not null,
  reason text,
  client_id text,
  user_id uuid,
  session_id uuid,
  address inet,
  user_agent text
);
create index audit_events_session_id on audit_events (session_id);
create index audit_events_at on audit_events (at);
