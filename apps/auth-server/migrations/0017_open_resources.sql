-- Resources that clients may use which no operator has registered, and those clients.
alter table resources
  add column open boolean not null default false,
  add column open_scope text[] not null default '{}';

-- `document`: the client_id is the address of its metadata document; `registration`: it has registered itself (RFC 7591).
alter table clients
  add column origin text not null default 'operator' check (origin in ('operator', 'document', 'registration')),
  -- When a user last let it in; null: never. Then it does not stay.
  add column last_authorized_at timestamptz,
  -- Of the token with which it may change what it has registered (RFC 7592).
  add column registration_token_hash bytea;
create index clients_unauthorized on clients (created_at) where origin = 'registration' and last_authorized_at is null;

-- What a consent was given to, at a client that no operator registered: the redirect URI.
alter table consents add column client_hash bytea;

-- Initial access tokens, with which clients may register themselves where REGISTRATION=token (RFC 7591 §3).
create table registration_tokens (
  token_hash bytea primary key,
  name text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- How many clients may still register with it; null: any number.
  uses_left integer
);

-- What anybody may still register from a network where REGISTRATION=open; a row says nothing once next_at has passed.
create table registration_limits (
  network inet primary key,
  next_at timestamptz not null
);
