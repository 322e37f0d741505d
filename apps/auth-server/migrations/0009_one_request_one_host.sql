-- For an app that is asked about each time, a yes lets one request through: SHA-256 of the sign-in and the whole request.
-- Null once used.
alter table consents add column request_hash bytea;

-- The refresh cookie is __Host- now, so that no sibling host can plant it. Under the name that it had before, a session counts
-- that was opened before this moment, which leaves a day to restart the replicas. No row where no session could have one.
create table former_cookies (until timestamptz not null);
insert into former_cookies select now() + interval '1 day' where exists (select from sessions);
