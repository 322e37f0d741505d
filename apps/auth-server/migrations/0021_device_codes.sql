-- RFC 8628: devices that wait for their user. Both codes are one row, which the user decides on and the device redeems once.
create table device_codes (
  device_code_hash bytea primary key,
  user_code text not null unique,
  client_id text not null references clients on delete cascade,
  scope text[] not null,
  resource text not null references resources on delete cascade,
  -- Who asks, as the user is shown.
  network cidr not null,
  address inet not null,
  user_agent text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- From when the device may ask again, and how long it has to wait each time.
  next_poll_at timestamptz not null default now(),
  interval_seconds integer not null default 5,
  decision text check (decision in ('allowed', 'denied')),
  user_id uuid references users on delete cascade,
  sign_in_id uuid,
  amr text[],
  authenticated_at timestamptz,
  session_id uuid
);
create index device_codes_network on device_codes (network, expires_at);
create index device_codes_user_id on device_codes (user_id) where user_id is not null;
create index device_codes_client_id on device_codes (client_id);
create index device_codes_resource on device_codes (resource);
