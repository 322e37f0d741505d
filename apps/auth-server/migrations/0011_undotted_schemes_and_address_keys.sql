-- An operator's word that one client may have redirect URIs like editor://callback.
alter table clients add column allow_undotted_schemes boolean not null default false;

-- An e-mail address in the one form in which addresses are compared: src/email-address.ts makes it, SQL alone cannot (the
-- domain's ASCII form). Null where nobody has made it yet, and where two users would have the same one: these are found by the
-- address as it stands, as before. `regrant migrate` fills in what it can, `regrant doctor` names the rest.
alter table users add column email_key text;

-- Plain addresses are their own form. The "C" collation, for others have their own idea of letters and lower case.
update users u set email_key = lower(u.email collate "C")
 where u.email collate "C" ~ '^[!-?A-~]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$' and u.email collate "C" !~* '[@.]xn--'
   and not exists (select from users other
                    where lower(other.email collate "C") = lower(u.email collate "C") and other.id <> u.id);
create unique index users_email_key on users (email_key);
create index users_without_key on users (id) where email_key is null;
