-- Token Status List (draft-ietf-oauth-status-list): one bit for each session, and one for each client's own tokens. Numbers come
-- from one sequence, so that none is given twice; a list is the next 131,072 of them. Sessions from before get theirs when they
-- are refreshed.
create sequence status_index minvalue 0 as bigint;
alter table sessions add status_index bigint;
alter table sessions alter status_index set default nextval('status_index');
alter table clients add status_index bigint not null default nextval('status_index');

-- A list's seed shuffles its numbers, so that an index tells nothing of when a session was opened, or of the next one's.
create table status_lists (
  number integer primary key,
  seed bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  created_at timestamptz not null default now()
);

-- Revoked, until the last access token that says so has expired: no access token lives longer than a day.
create table status_revocations (
  status_index bigint primary key,
  until timestamptz not null default now() + interval '25 hours'
);
create index status_revocations_until on status_revocations (until);

-- In the transaction that ends the session, whatever ends it; not at a refresh, which does not touch revoked_at.
create function insert_status_revocation() returns trigger language plpgsql as $$
begin
  insert into status_revocations (status_index) values (old.status_index) on conflict do nothing;
  return null;
end
$$;
create trigger sessions_ended_status after update of revoked_at on sessions for each row
  when (old.revoked_at is null and new.revoked_at is not null and new.revoke_reason <> 'expired' and old.status_index is not null)
  execute function insert_status_revocation();
create trigger sessions_deleted_status after delete on sessions for each row
  when (old.revoked_at is null and old.status_index is not null)
  execute function insert_status_revocation();
create trigger clients_disabled_status after update of disabled_at on clients for each row
  when (old.disabled_at is null and new.disabled_at is not null)
  execute function insert_status_revocation();
create trigger clients_deleted_status after delete on clients for each row
  execute function insert_status_revocation();

-- An enabled client starts anew: what was issued before it was disabled stays revoked.
create function renew_status_index() returns trigger language plpgsql as $$
begin
  new.status_index := nextval('status_index');
  return new;
end
$$;
create trigger clients_enabled_status before update of disabled_at on clients for each row
  when (old.disabled_at is not null and new.disabled_at is null)
  execute function renew_status_index();
