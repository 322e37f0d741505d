-- Signing in with a browser: where codes may be sent, who is signed in here, what they agreed to.

alter table resources
  add column name text,
  -- A scope's name → what it lets an app do, in words for the consent page.
  add column scope_descriptions jsonb not null default '{}';

alter table clients
  add column redirect_uris text[] not null default '{}',
  add column refresh_token_delivery text not null default 'body' check (refresh_token_delivery in ('body', 'cookie')),
  add column allowed_origins text[] not null default '{}',
  add constraint code_grant_needs_a_redirect_uri
    check (cardinality(redirect_uris) > 0 or not 'authorization_code' = any (grant_types)),
  add constraint cookie_delivery_needs_an_origin
    check (cardinality(allowed_origins) > 0 or refresh_token_delivery <> 'cookie');

-- A browser that is signed in at the authorization server. The cookie's value is 256 random bits; its hash is here.
create table sign_ins (
  token_hash bytea primary key,
  id uuid not null unique default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  authenticated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  address inet not null,
  user_agent text
);
create index sign_ins_user_id on sign_ins (user_id);
create index sign_ins_expires_at on sign_ins (expires_at);

-- When the user proved who they are, which can be before the session was opened; and through which sign-in.
alter table sessions
  add column authenticated_at timestamptz not null default now(),
  add column sign_in_id uuid;

create table authorization_codes (
  code_hash bytea primary key,
  client_id text not null references clients,
  user_id uuid not null references users on delete cascade,
  sign_in_id uuid not null,
  redirect_uri text not null,
  -- Was it sent with the authorization request? Then it has to come again (RFC 6749 §4.1.3).
  redirect_uri_sent boolean not null,
  code_challenge text not null,
  scope text[] not null,
  resource text not null references resources,
  authenticated_at timestamptz not null,
  expires_at timestamptz not null,
  -- The session that its redemption opened.
  session_id uuid
);
create index authorization_codes_user_id on authorization_codes (user_id);
create index authorization_codes_expires_at on authorization_codes (expires_at);

create table consents (
  user_id uuid not null references users on delete cascade,
  client_id text not null references clients on delete cascade,
  resource text not null references resources,
  scope text[] not null,
  granted_at timestamptz not null default now(),
  primary key (user_id, client_id, resource)
);
create index consents_client_id on consents (client_id);

-- Kept by rate-limiter-flexible, in the form that it wants.
create table sign_in_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
