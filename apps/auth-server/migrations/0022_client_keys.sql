-- RFC 7518: one active key for each algorithm in use.
alter table signing_keys add alg text not null default 'RS256';
alter table signing_keys alter alg drop default;
drop index signing_keys_one_active;
create unique index signing_keys_one_active on signing_keys (alg) where state = 'active';
alter table resources
  add signing_alg text not null default 'RS256',
  add require_dpop boolean not null default false;
alter table clients
  add id_token_signed_response_alg text not null default 'RS256',
  -- RFC 7591: the client's own public keys, here or at an address.
  add jwks jsonb,
  add jwks_uri text,
  -- Whether the token endpoint's address is an audience of its assertions too.
  add assertion_audience text not null default 'issuer',
  add require_dpop boolean not null default false,
  add require_par boolean not null default false,
  add profile text not null default 'default',
  drop constraint clients_token_endpoint_auth_method_check,
  drop constraint client_credentials_need_a_secret,
  add constraint clients_token_endpoint_auth_method_check
    check (token_endpoint_auth_method in ('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt')),
  add constraint client_credentials_need_a_secret_or_keys
    check (cardinality(secret_hashes) > 0 or token_endpoint_auth_method is not distinct from 'private_key_jwt'
           or not 'client_credentials' = any (grant_types)),
  add constraint keys_are_in_one_place
    check ((token_endpoint_auth_method is not distinct from 'private_key_jwt') = (jwks is not null or jwks_uri is not null)
           and (jwks is null or jwks_uri is null));
create index clients_id_token_alg on clients (id_token_signed_response_alg) where id_token_signed_response_alg <> 'RS256';
-- RFC 9449: the thumbprint of the key that a refresh token or a code works with.
alter table sessions
  add jkt text,
  -- The first generation that was bound: an older token is nobody's proof of the key.
  add jkt_generation integer not null default 0;
alter table authorization_codes add jkt text;
-- RFC 9126: authorization requests that clients have pushed. One use, which is the end of the sign-in.
create table pushed_requests (
  request_uri_hash bytea primary key,
  -- Not of the table: a client with a document has no row before a user has let it in. Rows end by themselves.
  client_id text not null,
  -- Whose requests count together: of a client that authenticates all, of any other those of a network.
  network cidr not null,
  parameters jsonb not null,
  -- When its user came with it: what it demands of the sign-in, a sign-in since then has met.
  opened_at timestamptz,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index pushed_requests_client_id on pushed_requests (client_id, network);
-- RFC 7523: a jti of an issuer is used once.
create table used_assertions (
  issuer text not null,
  jti_hash bytea not null,
  expires_at timestamptz not null,
  primary key (issuer, jti_hash)
);
