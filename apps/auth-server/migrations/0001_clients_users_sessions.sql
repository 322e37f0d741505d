-- The tables of the loop: who may ask (clients), for whom (users), for what (resources), and the sessions.

create table resources (
  uri text primary key,
  scope text[] not null default '{}',
  created_at timestamptz not null default now()
);

create table clients (
  client_id text primary key,
  name text not null,
  -- SHA-256 of 256-bit secrets; none makes a public client. Several, so that a secret can be replaced in peace.
  secret_hashes bytea[] not null default '{}',
  grant_types text[] not null,
  scope text[] not null default '{}',
  first_party boolean not null default false,
  access_token_seconds integer check (access_token_seconds between 1 and 86400),
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  constraint password_grant_is_first_party check (first_party or not 'password' = any (grant_types)),
  constraint client_credentials_need_a_secret
    check (cardinality(secret_hashes) > 0 or not 'client_credentials' = any (grant_types))
);

-- The resources that a client may ask tokens for; position 0 is its default (RFC 8707 §2).
create table client_resources (
  client_id text not null references clients on delete cascade,
  resource text not null references resources,
  position smallint not null,
  primary key (client_id, resource),
  unique (client_id, position)
);

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  password_hash text not null,
  roles text[] not null default '{}',
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
create unique index users_email on users (lower(email));

-- One row per sign-in, for its whole life. A refresh updates the row and inserts nothing. No column that a
-- refresh changes is indexed, and the fillfactor leaves room in the page, so the update stays heap-only.
create table sessions (
  id uuid primary key,
  client_id text not null references clients,
  user_id uuid not null references users,
  scope text[] not null,
  resource text not null references resources,
  -- Refreshes so far. The row knows the hash of the current refresh token's secret, never a token.
  generation integer not null default 0,
  secret_hash bytea not null,
  created_at timestamptz not null default now(),
  rotated_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  absolute_expires_at timestamptz not null,
  retry_count integer not null default 0,
  last_access_token_id uuid not null,
  first_address inet not null,
  last_address inet not null,
  user_agent text,
  revoked_at timestamptz,
  revoke_reason text,
  constraint revoked_with_a_reason check ((revoked_at is null) = (revoke_reason is null))
) with (fillfactor = 70);
create index sessions_user_id on sessions (user_id);
create index sessions_client_id on sessions (client_id);
create index sessions_absolute_expires_at on sessions (absolute_expires_at);
