-- Whatever opens a session or signs a browser in checks again that the user's credentials are those that were verified: by a
-- version, no longer by the password's hash, so that users without a password can exist.
alter table users alter column password_hash drop not null;
alter table users add column credential_version integer not null default 0;

-- The database counts it: servers of the previous version, which keep running beside this one during an upgrade, change
-- passwords without knowing of the column.
create function count_credential_version() returns trigger language plpgsql as $$
begin
  new.credential_version := old.credential_version + 1;
  return new;
end
$$;
create trigger users_credential_version before update of password_hash on users
  for each row when (new.password_hash is distinct from old.password_hash) execute function count_credential_version();
