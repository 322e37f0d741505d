-- A user can have any number of sessions, and each question about them touches few rows all the same. No column here
-- changes at a refresh, which stays a heap-only update.

-- At each sign-in: how many does the user have open with this client? By their end, so that whoever has few is not kept
-- waiting by somebody who has many: in an order, nothing but this index finds the first.
create index sessions_open on sessions (user_id, client_id, absolute_expires_at) where revoked_at is null;
-- A page of the user's, the last opened first.
drop index sessions_user_id;
create index sessions_user_id on sessions (user_id, created_at);
-- The last that ended for a reason that the user should know.
create index sessions_ended on sessions (user_id, revoke_reason, revoked_at) where revoked_at is not null;
