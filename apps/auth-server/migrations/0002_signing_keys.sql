-- The signing keys and their life: staged (published, unused), active (signs), retired (published, unused).

create table signing_keys (
  -- RFC 7638 thumbprint of the public key.
  kid text primary key,
  state text not null check (state in ('staged', 'active', 'retired')),
  public_jwk jsonb not null,
  -- PKCS #8, AES-256-GCM under a key derived from the entry of SECRETS that secret_name names.
  private_key bytea not null,
  secret_name text not null,
  staged_at timestamptz not null,
  activated_at timestamptz,
  retired_at timestamptz
);
create unique index signing_keys_one_active on signing_keys (state) where state = 'active';
