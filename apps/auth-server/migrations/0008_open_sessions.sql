-- A user's open sessions with one client are counted at each sign-in. A refresh changes none of these columns, and stays
-- a heap-only update.
create index sessions_open on sessions (user_id, client_id) where revoked_at is null;
