-- How each sign-in was authenticated (RFC 8176), which its codes and sessions tell their clients. What is opened by a password
-- alone says so by default, as replicas of the version before do.
alter table sign_ins add amr text[] not null default '{pwd}';
alter table authorization_codes add amr text[] not null default '{pwd}';
alter table sessions add amr text[] not null default '{pwd}';

alter table clients add require_mfa boolean not null default false;

-- Since when their own deletion is due, and from when the purge may carry it out.
alter table users add delete_at timestamptz;
create index users_delete_at on users (delete_at) where delete_at is not null;

-- Mails to send. The user is not referenced: a mail about an account may outlive it.
create table mails (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  user_id uuid,
  -- Recipient, language and links, sealed: a link in clear would let whoever reads the table act for its recipient. Null: a
  -- notice to the user's own address, written when it is sent.
  content bytea,
  -- What a notice tells of: an audit event's time, address, user agent, reason and detail.
  detail jsonb,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- Null: given up.
  next_attempt_at timestamptz default now(),
  last_problem text
);
create index mails_due on mails (next_attempt_at) where next_attempt_at is not null;
create index mails_user_id on mails (user_id);

-- When an address may get its next mail, and a network cause its next.
create table mail_limits (
  key text primary key,
  next_at timestamptz not null
);

-- Links in mails, each good once. The hash of the link's 256 random bits.
create table mailed_links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('sign_up', 'invitation', 'email_verification', 'email_change', 'password_reset')),
  user_id uuid references users on delete cascade,
  -- The address that the link proves.
  email text,
  detail jsonb not null default '{}',
  -- The credentials that the link may replace: a password set meanwhile makes it useless.
  credential_version integer,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index mailed_links_user_id on mailed_links (user_id, purpose);
create index mailed_links_email on mailed_links (lower(email), purpose);

-- Public key credentials (WebAuthn Level 3). The user handle is the user's id.
create table passkeys (
  credential_id bytea primary key,
  id uuid not null unique default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  -- COSE.
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null default '{}',
  -- Whether it can be copied to other devices, and has been.
  backup_eligible boolean not null,
  backed_up boolean not null,
  aaguid uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_user_id on passkeys (user_id);

-- Challenges that were answered: each is answered once. They prove their own origin and age, so only these are kept.
create table answered_challenges (
  challenge_hash bytea primary key,
  expires_at timestamptz not null
);

-- RFC 6238. The secret is sealed; last_step is the newest time step that a code was accepted for.
create table totp_authenticators (
  user_id uuid primary key references users on delete cascade,
  secret bytea not null,
  created_at timestamptz not null default now(),
  -- Null until the first code.
  confirmed_at timestamptz,
  last_step bigint not null default 0
);

create table recovery_codes (
  code_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index recovery_codes_user_id on recovery_codes (user_id);

-- OpenID providers that people may sign in with.
create table providers (
  id text primary key,
  name text not null,
  issuer text not null unique,
  client_id text not null,
  -- Sealed; null for a public client.
  client_secret bytea,
  scope text[] not null default '{openid,profile,email}',
  -- Whether people who have no account here get one.
  sign_up boolean not null default false,
  -- Whether its word that an address is verified counts here: it links accounts, and new ones are verified.
  trust_email boolean not null default false,
  -- The claim that holds groups, and which of its values gives which role.
  roles_claim text,
  roles jsonb not null default '{}',
  -- Whether its amr counts towards this server's acr.
  trust_mfa boolean not null default false,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

-- A provider's users, linked to ours: one of each provider.
create table identities (
  provider_id text not null references providers on delete cascade,
  subject text not null,
  user_id uuid not null references users on delete cascade,
  email text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (provider_id, subject)
);
create unique index identities_user_id on identities (user_id, provider_id);

-- The provider's session behind a sign-in, whose end ends it.
alter table sign_ins add provider_id text;
alter table sign_ins add provider_subject text;
alter table sign_ins add provider_session_id text;
create index sign_ins_provider on sign_ins (provider_id, provider_subject) where provider_id is not null;
