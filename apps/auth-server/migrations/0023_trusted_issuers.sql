-- RFC 7523 §2.1: issuers whose assertions this server exchanges into access tokens.
create table trusted_issuers (
  id text primary key,
  issuer text not null constraint trusted_issuers_issuer_key unique,
  kind text not null check (kind in ('workload', 'id-jag')),
  -- The issuer's public keys, at an address or here.
  jwks_uri text,
  jwks jsonb,
  audience text,
  algorithms text[] not null,
  max_lifetime_seconds integer,
  allow_reuse boolean not null,
  trust_email boolean not null,
  trust_mfa boolean not null,
  -- By name: which claims make a workload which client.
  rules jsonb not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  check ((jwks_uri is null) <> (jwks is null))
);
