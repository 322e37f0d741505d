-- How each sign-in was authenticated (RFC 8176), which its codes and sessions tell their clients. What is opened by a password
-- alone says so by default, as replicas of the version before do.
alter table sign_ins add amr text[] not null default '{pwd}';
alter table authorization_codes add amr text[] not null default '{pwd}';
alter table sessions add amr text[] not null default '{pwd}';

alter table clients add require_mfa boolean not null default false;

-- Counts passwords: a new one makes the browsers that were known by the last one new again.
alter table users add password_version integer not null default 0;

-- When people closed their account themselves, which disables it; they may undo it until delete_at. Null where an operator has
-- disabled it since.
alter table users add closed_at timestamptz;
-- From when the purge deletes the account.
alter table users add delete_at timestamptz;
alter table users add check (closed_at is null or disabled_at is not null and delete_at is not null);
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
  -- When the link in it stops working, after which it is not sent. Null: it has none.
  expires_at timestamptz,
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

-- Security notices: in the transaction that does what they tell of, whatever does it. Events that nobody is told of cost the
-- condition alone. A notice waits a little, because one act can take several transactions. While the notice of an end waits, it
-- stands for all ends of that reason. Names of apps that nobody registered are left out: they could be any words.
create function queue_notice() returns trigger language plpgsql as $$
begin
  if new.event in ('session.revoked', 'sign_in.ended') and exists (
    select from mails where user_id = new.user_id and kind = 'notice' and detail ->> 'reason' = new.reason
                        and next_attempt_at is not null) then
    return null;
  end if;
  insert into mails (kind, user_id, next_attempt_at, detail)
    values ('notice', new.user_id, now() + interval '10 seconds', jsonb_strip_nulls(jsonb_build_object(
      'at', new.at, 'event', new.event, 'reason', new.reason, 'actor', new.actor, 'address', host(new.address),
      'user_agent', new.user_agent, 'detail', new.detail,
      'client_name', (select name from clients where client_id = new.client_id and origin = 'operator'))));
  return null;
end
$$;
create trigger audit_events_notice after insert on audit_events for each row
  when (new.user_id is not null and (
    new.event in ('sign_in.new_device', 'password.changed', 'factor.added', 'factor.removed', 'factor.recovered',
                  'factor.codes_renewed', 'identity.linked', 'identity.unlinked')
    or new.event = 'session.revoked' and new.reason in ('administrator', 'code_reused', 'refresh_token_reused',
                                                        'session_address_changed', 'session_refresh_burst')
    or new.event = 'sign_in.ended' and new.reason = 'administrator'))
  execute function queue_notice();

-- Links in mails, each good once. The hash of the link's 256 random bits.
create table mailed_links (
  token_hash bytea primary key,
  id uuid not null unique default gen_random_uuid(),
  purpose text not null check (purpose in ('sign_up', 'invitation', 'email_verification', 'email_change', 'email_revert', 'password_reset')),
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

-- RFC 6238. An authenticator is here once its first code was right.
create table totp_authenticators (
  user_id uuid primary key references users on delete cascade,
  -- Sealed, under the entry of SECRETS with this name.
  secret bytea not null,
  secret_name text not null,
  -- The newest time step that a code was accepted for.
  last_step bigint not null,
  created_at timestamptz not null default now()
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
