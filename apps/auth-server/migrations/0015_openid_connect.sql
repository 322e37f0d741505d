-- OpenID Connect Core 1.0: standard claims of the user (§5.1), what an authentication request asks for (§3.1.2.1, §5.5), and
-- what a client may do. Processes of the version before leave all of it at its defaults.
alter table users
  add column claims jsonb not null default '{}' check (jsonb_typeof(claims) = 'object'),
  add column claims_updated_at timestamptz;

alter table authorization_codes
  add column nonce text,
  add column requested_claims jsonb,
  alter column code_challenge drop not null;

alter table sessions add column requested_claims jsonb;

alter table clients
  add column pkce text not null default 'required' check (pkce in ('required', 'nonce', 'optional')),
  add column id_token_claims text not null default 'requested' check (id_token_claims in ('requested', 'scope')),
  add column post_logout_redirect_uris text[] not null default '{}',
  add column backchannel_logout_uri text;
-- Nothing else tells a client that does not authenticate from a thief of its codes (RFC 9700 §2.1.1).
alter table clients add constraint public_clients_use_pkce
  check (pkce = 'required' or token_endpoint_auth_method is distinct from 'none');
