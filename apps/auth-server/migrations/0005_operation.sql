-- Operating it: audit events by month, lifetimes and policies per client and per resource, resources that introspect.

alter table clients
  add column session_idle_seconds int check (session_idle_seconds between 1 and 315360000),
  add column session_absolute_seconds int check (session_absolute_seconds between 1 and 315360000),
  add column on_address_change text check (on_address_change in ('log', 'revoke', 'ignore')),
  add column refresh_burst int check (refresh_burst between 0 and 1000000),
  add column on_refresh_burst text check (on_refresh_burst in ('log', 'revoke'));

-- What an API allows at most; a client's own lifetimes only shorten it.
alter table resources
  add column access_token_seconds int check (access_token_seconds between 1 and 86400),
  add column session_idle_seconds int check (session_idle_seconds between 1 and 315360000),
  add column session_absolute_seconds int check (session_absolute_seconds between 1 and 315360000),
  add column secret_hashes bytea[] not null default '{}';

-- What the policies look at. None of it is indexed: a refresh stays a heap-only update.
alter table sessions
  add column last_country text,
  add column burst_started_at timestamptz not null default now(),
  add column burst_count int not null default 0;

-- Months are dropped whole when their time is over. The default partition takes what no month was made for, so that
-- an event is never refused.
alter table audit_events rename to audit_events_before;
alter index audit_events_session_id rename to audit_events_before_session_id;
alter index audit_events_at rename to audit_events_before_at;
alter index audit_events_pkey rename to audit_events_before_pkey;
create sequence audit_events_id;
create table audit_events (
  id bigint not null default nextval('audit_events_id'),
  -- To the millisecond, as programs that page through it can say it.
  at timestamptz(3) not null default now(),
  event text not null,
  reason text,
  actor text,
  client_id text,
  user_id uuid,
  session_id uuid,
  address inet,
  user_agent text,
  request_id text,
  detail jsonb,
  primary key (at, id)
) partition by range (at);
alter sequence audit_events_id owned by audit_events.id;
create table audit_events_default partition of audit_events default;
-- Each way to search has its index, in the order of time.
create index audit_events_user_id on audit_events (user_id, at, id);
create index audit_events_client_id on audit_events (client_id, at, id);
create index audit_events_session_id on audit_events (session_id, at, id);
create index audit_events_event on audit_events (event, at, id);
create index audit_events_reason on audit_events (reason, at, id) where reason is not null;
create index audit_events_request_id on audit_events (request_id) where request_id is not null;
insert into audit_events (at, event, reason, client_id, user_id, session_id, address, user_agent)
  select at, event, reason, client_id, user_id, session_id, address, user_agent from audit_events_before order by id;
drop table audit_events_before;

-- The purge walks through the tables; nobody else asks what has expired.
drop index sessions_absolute_expires_at;
drop index authorization_codes_expires_at;
drop index sign_ins_expires_at;
