-- For an app that is asked about each time, a yes lets one request through: SHA-256 of the sign-in and the whole request.
-- Null once used.
alter table consents add column request_hash bytea;
