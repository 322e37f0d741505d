-- Deleting a resource finds what was granted for it without reading whole tables. Neither column changes at a refresh, which
-- stays a heap-only update.
create index sessions_resource on sessions (resource);
create index consents_resource on consents (resource);
