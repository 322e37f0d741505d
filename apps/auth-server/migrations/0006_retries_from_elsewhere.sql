-- Who retries a refresh, and how often: a thief who refreshes in step with the owner shows by it. None of it is indexed,
-- and only a retry writes it: a rotation costs what it did.
alter table sessions
  -- The generation that was last retried, and who had rotated to it: a retry overwrites last_address and user_agent.
  add column retried_generation int,
  add column rotated_address inet,
  add column rotated_user_agent text,
  -- The last generation whose retry came from elsewhere than its rotation, and how many in a row did.
  add column elsewhere_generation int,
  add column elsewhere_in_a_row smallint not null default 0,
  -- The hour in which retries are recorded in a bounded number.
  add column retries_audited_since timestamptz,
  add column retries_audited smallint not null default 0;
