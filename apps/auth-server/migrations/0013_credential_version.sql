-- What opens something for a user looks again whether the credentials are still those that were checked: by a version, and no
-- longer by the password's hash, so that there can be users without a password.
alter table users alter column password_hash drop not null;
alter table users add column credential_version integer not null default 0;

-- Counted by the database: a server of an earlier version, which goes on while this is applied, knows nothing of it when it
-- sets a password.
create function count_credential_version() returns trigger language plpgsql as $$
begin
  new.credential_version := old.credential_version + 1;
  return new;
end
$$;
create trigger users_credential_version before update of password_hash on users
  for each row when (new.password_hash is distinct from old.password_hash) execute function count_credential_version();
