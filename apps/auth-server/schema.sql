-- What the migrations add up to. Written by test/database/schema.test.ts: vitest run schema --update

create table answered_challenges (
  challenge_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint answered_challenges_pkey PRIMARY KEY (challenge_hash)
);

create table audit_events (
  id bigint default nextval('audit_events_id'::regclass) not null,
  at timestamp(3) with time zone default now() not null,
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
  constraint audit_events_pkey PRIMARY KEY (at, id)
);
CREATE INDEX audit_events_client_id ON ONLY public.audit_events USING btree (client_id, at, id);
CREATE INDEX audit_events_event ON ONLY public.audit_events USING btree (event, at, id);
CREATE INDEX audit_events_reason ON ONLY public.audit_events USING btree (reason, at, id) WHERE (reason IS NOT NULL);
CREATE INDEX audit_events_request_id ON ONLY public.audit_events USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX audit_events_session_id ON ONLY public.audit_events USING btree (session_id, at, id);
CREATE INDEX audit_events_user_id ON ONLY public.audit_events USING btree (user_id, at, id);
CREATE OR REPLACE FUNCTION public.queue_notice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE TRIGGER audit_events_notice AFTER INSERT ON public.audit_events FOR EACH ROW WHEN (((new.user_id IS NOT NULL) AND ((new.event = ANY (ARRAY['sign_in.new_device'::text, 'password.changed'::text, 'factor.added'::text, 'factor.removed'::text, 'factor.recovered'::text, 'factor.codes_renewed'::text, 'identity.linked'::text, 'identity.unlinked'::text])) OR ((new.event = 'session.revoked'::text) AND (new.reason = ANY (ARRAY['administrator'::text, 'code_reused'::text, 'refresh_token_reused'::text, 'session_address_changed'::text, 'session_refresh_burst'::text]))) OR ((new.event = 'sign_in.ended'::text) AND (new.reason = 'administrator'::text))))) EXECUTE FUNCTION queue_notice();

create table authorization_codes (
  code_hash bytea not null,
  client_id text not null,
  user_id uuid not null,
  sign_in_id uuid not null,
  redirect_uri text not null,
  redirect_uri_sent boolean not null,
  code_challenge text,
  scope text[] not null,
  resource text not null,
  authenticated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  session_id uuid,
  nonce text,
  requested_claims jsonb,
  amr text[] default '{pwd}'::text[] not null,
  jkt text,
  constraint authorization_codes_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(client_id),
  constraint authorization_codes_pkey PRIMARY KEY (code_hash),
  constraint authorization_codes_resource_fkey FOREIGN KEY (resource) REFERENCES resources(uri),
  constraint authorization_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX authorization_codes_user_id ON public.authorization_codes USING btree (user_id);

create table client_resources (
  client_id text not null,
  resource text not null,
  "position" smallint not null,
  constraint client_resources_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(client_id) ON DELETE CASCADE,
  constraint client_resources_client_id_position_key UNIQUE (client_id, "position"),
  constraint client_resources_pkey PRIMARY KEY (client_id, resource),
  constraint client_resources_resource_fkey FOREIGN KEY (resource) REFERENCES resources(uri)
);

create table clients (
  client_id text not null,
  name text not null,
  secret_hashes bytea[] default '{}'::bytea[] not null,
  grant_types text[] not null,
  scope text[] default '{}'::text[] not null,
  first_party boolean default false not null,
  access_token_seconds integer,
  created_at timestamp with time zone default now() not null,
  disabled_at timestamp with time zone,
  redirect_uris text[] default '{}'::text[] not null,
  refresh_token_delivery text default 'body'::text not null,
  allowed_origins text[] default '{}'::text[] not null,
  session_idle_seconds integer,
  session_absolute_seconds integer,
  on_address_change text,
  refresh_burst integer,
  on_refresh_burst text,
  allow_undotted_schemes boolean default false not null,
  token_endpoint_auth_method text,
  pkce text default 'required'::text not null,
  id_token_claims text default 'requested'::text not null,
  post_logout_redirect_uris text[] default '{}'::text[] not null,
  backchannel_logout_uri text,
  origin text default 'operator'::text not null,
  last_authorized_at timestamp with time zone,
  registration_token_hash bytea,
  require_mfa boolean default false not null,
  status_index bigint default nextval('status_index'::regclass) not null,
  may_exchange text[] default '{}'::text[] not null,
  id_token_signed_response_alg text default 'RS256'::text not null,
  jwks jsonb,
  jwks_uri text,
  assertion_audience text default 'issuer'::text not null,
  require_dpop boolean default false not null,
  require_par boolean default false not null,
  profile text default 'default'::text not null,
  constraint client_credentials_need_a_secret_or_keys CHECK (((cardinality(secret_hashes) > 0) OR (NOT (token_endpoint_auth_method IS DISTINCT FROM 'private_key_jwt'::text)) OR (NOT ('client_credentials'::text = ANY (grant_types))))),
  constraint clients_access_token_seconds_check CHECK (((access_token_seconds >= 1) AND (access_token_seconds <= 86400))),
  constraint clients_id_token_claims_check CHECK ((id_token_claims = ANY (ARRAY['requested'::text, 'scope'::text]))),
  constraint clients_on_address_change_check CHECK ((on_address_change = ANY (ARRAY['log'::text, 'revoke'::text, 'ignore'::text]))),
  constraint clients_on_refresh_burst_check CHECK ((on_refresh_burst = ANY (ARRAY['log'::text, 'revoke'::text]))),
  constraint clients_origin_check CHECK ((origin = ANY (ARRAY['operator'::text, 'document'::text, 'registration'::text]))),
  constraint clients_pkce_check CHECK ((pkce = ANY (ARRAY['required'::text, 'nonce'::text, 'optional'::text]))),
  constraint clients_pkey PRIMARY KEY (client_id),
  constraint clients_refresh_burst_check CHECK (((refresh_burst >= 0) AND (refresh_burst <= 1000000))),
  constraint clients_refresh_token_delivery_check CHECK ((refresh_token_delivery = ANY (ARRAY['body'::text, 'cookie'::text]))),
  constraint clients_session_absolute_seconds_check CHECK (((session_absolute_seconds >= 1) AND (session_absolute_seconds <= 315360000))),
  constraint clients_session_idle_seconds_check CHECK (((session_idle_seconds >= 1) AND (session_idle_seconds <= 315360000))),
  constraint clients_token_endpoint_auth_method_check CHECK ((token_endpoint_auth_method = ANY (ARRAY['none'::text, 'client_secret_basic'::text, 'client_secret_post'::text, 'private_key_jwt'::text]))),
  constraint code_grant_needs_a_redirect_uri CHECK (((cardinality(redirect_uris) > 0) OR (NOT ('authorization_code'::text = ANY (grant_types))))),
  constraint cookie_delivery_needs_an_origin CHECK (((cardinality(allowed_origins) > 0) OR (refresh_token_delivery <> 'cookie'::text))),
  constraint keys_are_in_one_place CHECK ((((NOT (token_endpoint_auth_method IS DISTINCT FROM 'private_key_jwt'::text)) = ((jwks IS NOT NULL) OR (jwks_uri IS NOT NULL))) AND ((jwks IS NULL) OR (jwks_uri IS NULL)))),
  constraint password_grant_is_first_party CHECK ((first_party OR (NOT ('password'::text = ANY (grant_types))))),
  constraint public_clients_have_no_secret CHECK (((token_endpoint_auth_method IS DISTINCT FROM 'none'::text) OR (cardinality(secret_hashes) = 0))),
  constraint public_clients_use_pkce CHECK (((pkce = 'required'::text) OR (token_endpoint_auth_method IS DISTINCT FROM 'none'::text)))
);
CREATE INDEX clients_id_token_alg ON public.clients USING btree (id_token_signed_response_alg) WHERE (id_token_signed_response_alg <> 'RS256'::text);
CREATE INDEX clients_unauthorized ON public.clients USING btree (created_at) WHERE ((origin = 'registration'::text) AND (last_authorized_at IS NULL));
CREATE OR REPLACE FUNCTION public.insert_status_revocation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into status_revocations (status_index) values (old.status_index) on conflict do nothing;
  return null;
end
$function$;
CREATE TRIGGER clients_deleted_status AFTER DELETE ON public.clients FOR EACH ROW EXECUTE FUNCTION insert_status_revocation();
CREATE OR REPLACE FUNCTION public.insert_status_revocation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into status_revocations (status_index) values (old.status_index) on conflict do nothing;
  return null;
end
$function$;
CREATE TRIGGER clients_disabled_status AFTER UPDATE OF disabled_at ON public.clients FOR EACH ROW WHEN (((old.disabled_at IS NULL) AND (new.disabled_at IS NOT NULL))) EXECUTE FUNCTION insert_status_revocation();
CREATE OR REPLACE FUNCTION public.renew_status_index()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.status_index := nextval('status_index');
  return new;
end
$function$;
CREATE TRIGGER clients_enabled_status BEFORE UPDATE OF disabled_at ON public.clients FOR EACH ROW WHEN (((old.disabled_at IS NOT NULL) AND (new.disabled_at IS NULL))) EXECUTE FUNCTION renew_status_index();

create table consents (
  user_id uuid not null,
  client_id text not null,
  resource text not null,
  scope text[] not null,
  granted_at timestamp with time zone default now() not null,
  request_hash bytea,
  client_hash bytea,
  constraint consents_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(client_id) ON DELETE CASCADE,
  constraint consents_pkey PRIMARY KEY (user_id, client_id, resource),
  constraint consents_resource_fkey FOREIGN KEY (resource) REFERENCES resources(uri),
  constraint consents_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX consents_client_id ON public.consents USING btree (client_id);
CREATE INDEX consents_resource ON public.consents USING btree (resource);

create table device_codes (
  device_code_hash bytea not null,
  user_code text not null,
  client_id text not null,
  scope text[] not null,
  resource text not null,
  network cidr not null,
  address inet not null,
  user_agent text,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  next_poll_at timestamp with time zone default now() not null,
  interval_seconds integer default 5 not null,
  decision text,
  user_id uuid,
  sign_in_id uuid,
  amr text[],
  authenticated_at timestamp with time zone,
  session_id uuid,
  constraint device_codes_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(client_id) ON DELETE CASCADE,
  constraint device_codes_decision_check CHECK ((decision = ANY (ARRAY['allowed'::text, 'denied'::text]))),
  constraint device_codes_pkey PRIMARY KEY (device_code_hash),
  constraint device_codes_resource_fkey FOREIGN KEY (resource) REFERENCES resources(uri) ON DELETE CASCADE,
  constraint device_codes_user_code_key UNIQUE (user_code),
  constraint device_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX device_codes_client_id ON public.device_codes USING btree (client_id);
CREATE INDEX device_codes_network ON public.device_codes USING btree (network, expires_at);
CREATE INDEX device_codes_resource ON public.device_codes USING btree (resource);
CREATE INDEX device_codes_user_id ON public.device_codes USING btree (user_id) WHERE (user_id IS NOT NULL);

create table former_cookies (
  until timestamp with time zone not null
);

create table identities (
  provider_id text not null,
  subject text not null,
  user_id uuid not null,
  email text,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint identities_pkey PRIMARY KEY (provider_id, subject),
  constraint identities_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE,
  constraint identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX identities_user_id ON public.identities USING btree (user_id, provider_id);

create table logout_notices (
  id uuid default gen_random_uuid() not null,
  client_id text not null,
  user_id uuid not null,
  session_id uuid not null,
  reason text not null,
  created_at timestamp with time zone default now() not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone default now(),
  last_problem text,
  constraint logout_notices_pkey PRIMARY KEY (id)
);
CREATE INDEX logout_notices_client ON public.logout_notices USING btree (client_id, next_attempt_at);

create table logout_pauses (
  client_id text not null,
  failures integer not null,
  until timestamp with time zone not null,
  constraint logout_pauses_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(client_id) ON DELETE CASCADE,
  constraint logout_pauses_pkey PRIMARY KEY (client_id)
);

create table mail_limits (
  key text not null,
  next_at timestamp with time zone not null,
  constraint mail_limits_pkey PRIMARY KEY (key)
);

create table mailed_links (
  token_hash bytea not null,
  id uuid default gen_random_uuid() not null,
  purpose text not null,
  user_id uuid,
  email text,
  detail jsonb default '{}'::jsonb not null,
  credential_version integer,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint mailed_links_id_key UNIQUE (id),
  constraint mailed_links_pkey PRIMARY KEY (token_hash),
  constraint mailed_links_purpose_check CHECK ((purpose = ANY (ARRAY['sign_up'::text, 'invitation'::text, 'email_verification'::text, 'email_change'::text, 'email_revert'::text, 'password_reset'::text]))),
  constraint mailed_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX mailed_links_email ON public.mailed_links USING btree (lower(email), purpose);
CREATE INDEX mailed_links_user_id ON public.mailed_links USING btree (user_id, purpose);

create table mails (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  user_id uuid,
  content bytea,
  detail jsonb,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone default now(),
  last_problem text,
  constraint mails_pkey PRIMARY KEY (id)
);
CREATE INDEX mails_due ON public.mails USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);
CREATE INDEX mails_user_id ON public.mails USING btree (user_id);

create table passkeys (
  credential_id bytea not null,
  id uuid default gen_random_uuid() not null,
  user_id uuid not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] default '{}'::text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  aaguid uuid not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint passkeys_id_key UNIQUE (id),
  constraint passkeys_pkey PRIMARY KEY (credential_id),
  constraint passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX passkeys_user_id ON public.passkeys USING btree (user_id);

create table providers (
  id text not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea,
  scope text[] default '{openid,profile,email}'::text[] not null,
  sign_up boolean default false not null,
  trust_email boolean default false not null,
  roles_claim text,
  roles jsonb default '{}'::jsonb not null,
  trust_mfa boolean default false not null,
  created_at timestamp with time zone default now() not null,
  disabled_at timestamp with time zone,
  constraint providers_issuer_key UNIQUE (issuer),
  constraint providers_pkey PRIMARY KEY (id)
);

create table pushed_requests (
  request_uri_hash bytea not null,
  client_id text not null,
  network cidr not null,
  parameters jsonb not null,
  opened_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint pushed_requests_pkey PRIMARY KEY (request_uri_hash)
);
CREATE INDEX pushed_requests_client_id ON public.pushed_requests USING btree (client_id, network);

create table recovery_codes (
  code_hash bytea not null,
  user_id uuid not null,
  created_at timestamp with time zone default now() not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (code_hash),
  constraint recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX recovery_codes_user_id ON public.recovery_codes USING btree (user_id);

create table registration_limits (
  network inet not null,
  next_at timestamp with time zone not null,
  constraint registration_limits_pkey PRIMARY KEY (network)
);

create table registration_tokens (
  token_hash bytea not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  uses_left integer,
  constraint registration_tokens_name_key UNIQUE (name),
  constraint registration_tokens_pkey PRIMARY KEY (token_hash)
);

create table resources (
  uri text not null,
  scope text[] default '{}'::text[] not null,
  created_at timestamp with time zone default now() not null,
  name text,
  scope_descriptions jsonb default '{}'::jsonb not null,
  access_token_seconds integer,
  session_idle_seconds integer,
  session_absolute_seconds integer,
  secret_hashes bytea[] default '{}'::bytea[] not null,
  open boolean default false not null,
  open_scope text[] default '{}'::text[] not null,
  signing_alg text default 'RS256'::text not null,
  require_dpop boolean default false not null,
  constraint resources_access_token_seconds_check CHECK (((access_token_seconds >= 1) AND (access_token_seconds <= 86400))),
  constraint resources_pkey PRIMARY KEY (uri),
  constraint resources_session_absolute_seconds_check CHECK (((session_absolute_seconds >= 1) AND (session_absolute_seconds <= 315360000))),
  constraint resources_session_idle_seconds_check CHECK (((session_idle_seconds >= 1) AND (session_idle_seconds <= 315360000)))
);

create table sessions (
  id uuid not null,
  client_id text not null,
  user_id uuid not null,
  scope text[] not null,
  resource text not null,
  generation integer default 0 not null,
  secret_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  rotated_at timestamp with time zone default now() not null,
  idle_expires_at timestamp with time zone not null,
  absolute_expires_at timestamp with time zone not null,
  retry_count integer default 0 not null,
  last_access_token_id uuid not null,
  first_address inet not null,
  last_address inet not null,
  user_agent text,
  revoked_at timestamp with time zone,
  revoke_reason text,
  authenticated_at timestamp with time zone default now() not null,
  sign_in_id uuid,
  last_country text,
  burst_started_at timestamp with time zone default now() not null,
  burst_count integer default 0 not null,
  retried_generation integer,
  rotated_address inet,
  rotated_user_agent text,
  elsewhere_generation integer,
  elsewhere_in_a_row smallint default 0 not null,
  retries_audited_since timestamp with time zone,
  retries_audited smallint default 0 not null,
  requested_claims jsonb,
  amr text[] default '{pwd}'::text[] not null,
  status_index bigint default nextval('status_index'::regclass),
  jkt text,
  jkt_generation integer default 0 not null,
  constraint revoked_with_a_reason CHECK (((revoked_at IS NULL) = (revoke_reason IS NULL))),
  constraint sessions_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(client_id),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_resource_fkey FOREIGN KEY (resource) REFERENCES resources(uri),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
) with (fillfactor=70);
CREATE INDEX sessions_client_id ON public.sessions USING btree (client_id);
CREATE INDEX sessions_ended ON public.sessions USING btree (user_id, revoke_reason, revoked_at) WHERE (revoked_at IS NOT NULL);
CREATE INDEX sessions_open ON public.sessions USING btree (user_id, client_id, absolute_expires_at) WHERE (revoked_at IS NULL);
CREATE INDEX sessions_resource ON public.sessions USING btree (resource);
CREATE INDEX sessions_user_id ON public.sessions USING btree (user_id, created_at);
CREATE OR REPLACE FUNCTION public.insert_logout_notice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into logout_notices (client_id, user_id, session_id, reason)
    select c.client_id, old.user_id, old.id, coalesce(new.revoke_reason, 'deleted')
      from clients c where c.client_id = old.client_id and c.backchannel_logout_uri is not null;
  return null;
end
$function$;
CREATE TRIGGER sessions_deleted_notice AFTER DELETE ON public.sessions FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (old.idle_expires_at > now()) AND ('openid'::text = ANY (old.scope)))) EXECUTE FUNCTION insert_logout_notice();
CREATE OR REPLACE FUNCTION public.insert_status_revocation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into status_revocations (status_index) values (old.status_index) on conflict do nothing;
  return null;
end
$function$;
CREATE TRIGGER sessions_deleted_status AFTER DELETE ON public.sessions FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (old.status_index IS NOT NULL))) EXECUTE FUNCTION insert_status_revocation();
CREATE OR REPLACE FUNCTION public.insert_logout_notice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into logout_notices (client_id, user_id, session_id, reason)
    select c.client_id, old.user_id, old.id, coalesce(new.revoke_reason, 'deleted')
      from clients c where c.client_id = old.client_id and c.backchannel_logout_uri is not null;
  return null;
end
$function$;
CREATE TRIGGER sessions_ended_notice AFTER UPDATE OF revoked_at ON public.sessions FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL) AND (new.revoke_reason <> 'expired'::text) AND ('openid'::text = ANY (new.scope)))) EXECUTE FUNCTION insert_logout_notice();
CREATE OR REPLACE FUNCTION public.insert_status_revocation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into status_revocations (status_index) values (old.status_index) on conflict do nothing;
  return null;
end
$function$;
CREATE TRIGGER sessions_ended_status AFTER UPDATE OF revoked_at ON public.sessions FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL) AND (new.revoke_reason <> 'expired'::text) AND (old.status_index IS NOT NULL))) EXECUTE FUNCTION insert_status_revocation();

create table sign_in_limits (
  key character varying(255) not null,
  points integer default 0 not null,
  expire bigint,
  next_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  known_until timestamp with time zone,
  constraint sign_in_limits_pkey PRIMARY KEY (key)
);

create table sign_ins (
  token_hash bytea not null,
  id uuid default gen_random_uuid() not null,
  user_id uuid not null,
  authenticated_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  address inet not null,
  user_agent text,
  amr text[] default '{pwd}'::text[] not null,
  provider_id text,
  provider_subject text,
  provider_session_id text,
  constraint sign_ins_id_key UNIQUE (id),
  constraint sign_ins_pkey PRIMARY KEY (token_hash),
  constraint sign_ins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sign_ins_provider ON public.sign_ins USING btree (provider_id, provider_subject) WHERE (provider_id IS NOT NULL);
CREATE INDEX sign_ins_user_id ON public.sign_ins USING btree (user_id);

create table signing_keys (
  kid text not null,
  state text not null,
  public_jwk jsonb not null,
  private_key bytea not null,
  secret_name text not null,
  staged_at timestamp with time zone not null,
  activated_at timestamp with time zone,
  retired_at timestamp with time zone,
  alg text not null,
  constraint signing_keys_pkey PRIMARY KEY (kid),
  constraint signing_keys_state_check CHECK ((state = ANY (ARRAY['staged'::text, 'active'::text, 'retired'::text])))
);
CREATE UNIQUE INDEX signing_keys_one_active ON public.signing_keys USING btree (alg) WHERE (state = 'active'::text);

create table status_lists (
  number integer not null,
  seed bytea default (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) not null,
  created_at timestamp with time zone default now() not null,
  constraint status_lists_pkey PRIMARY KEY (number)
);

create table status_revocations (
  status_index bigint not null,
  until timestamp with time zone default (now() + '25:00:00'::interval) not null,
  constraint status_revocations_pkey PRIMARY KEY (status_index)
);
CREATE INDEX status_revocations_until ON public.status_revocations USING btree (until);

create table totp_authenticators (
  user_id uuid not null,
  secret bytea not null,
  secret_name text not null,
  last_step bigint not null,
  created_at timestamp with time zone default now() not null,
  constraint totp_authenticators_pkey PRIMARY KEY (user_id),
  constraint totp_authenticators_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table trusted_issuers (
  id text not null,
  issuer text not null,
  kind text not null,
  jwks_uri text,
  jwks jsonb,
  audience text,
  algorithms text[] not null,
  max_lifetime_seconds integer,
  allow_reuse boolean not null,
  trust_email boolean not null,
  trust_mfa boolean not null,
  rules jsonb not null,
  created_at timestamp with time zone default now() not null,
  disabled_at timestamp with time zone,
  constraint trusted_issuers_check CHECK (((jwks_uri IS NULL) <> (jwks IS NULL))),
  constraint trusted_issuers_issuer_key UNIQUE (issuer),
  constraint trusted_issuers_kind_check CHECK ((kind = ANY (ARRAY['workload'::text, 'id-jag'::text]))),
  constraint trusted_issuers_pkey PRIMARY KEY (id)
);

create table used_assertions (
  issuer text not null,
  jti_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint used_assertions_pkey PRIMARY KEY (issuer, jti_hash)
);

create table users (
  id uuid default gen_random_uuid() not null,
  email text not null,
  password_hash text,
  roles text[] default '{}'::text[] not null,
  created_at timestamp with time zone default now() not null,
  disabled_at timestamp with time zone,
  email_key text,
  credential_version integer default 0 not null,
  claims jsonb default '{}'::jsonb not null,
  claims_updated_at timestamp with time zone,
  password_version integer default 0 not null,
  closed_at timestamp with time zone,
  delete_at timestamp with time zone,
  constraint users_check CHECK (((closed_at IS NULL) OR ((disabled_at IS NOT NULL) AND (delete_at IS NOT NULL)))),
  constraint users_claims_check CHECK ((jsonb_typeof(claims) = 'object'::text)),
  constraint users_pkey PRIMARY KEY (id)
);
CREATE INDEX users_delete_at ON public.users USING btree (delete_at) WHERE (delete_at IS NOT NULL);
CREATE UNIQUE INDEX users_email ON public.users USING btree (lower(email));
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email_key);
CREATE INDEX users_without_key ON public.users USING btree (id) WHERE (email_key IS NULL);
CREATE OR REPLACE FUNCTION public.count_credential_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  execute format('update %s set credential_version = credential_version + 1 where id = $1', tg_relid::regclass) using new.id;
  return null;
end
$function$;
CREATE TRIGGER users_credential_version AFTER UPDATE OF password_hash ON public.users FOR EACH ROW WHEN (((new.password_hash IS DISTINCT FROM old.password_hash) AND (new.credential_version = old.credential_version))) EXECUTE FUNCTION count_credential_version();
