-- Whatever opens a session or signs a browser in checks again that the user's credentials are those that were verified: by a
-- version, no longer by the password's hash, so that users without a password can exist.
alter table users alter column password_hash drop not null;
alter table users add column credential_version integer not null default 0;

-- Servers of the previous version, which keep running beside this one during an upgrade, change passwords without knowing of
-- the column: for them the database counts. Afterwards, not before: a table with a row trigger before updates has its rows
-- locked more strongly (FOR UPDATE), which foreign keys would wait for, and deadlock with.
create function count_credential_version() returns trigger language plpgsql as $$
begin
  execute format('update %s set credential_version = credential_version + 1 where id = $1', tg_relid::regclass) using new.id;
  return null;
end
$$;
create trigger users_credential_version after update of password_hash on users for each row
  when (new.password_hash is distinct from old.password_hash and new.credential_version = old.credential_version)
  execute function count_credential_version();
