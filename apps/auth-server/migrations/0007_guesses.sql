-- Guesses at passwords are counted before they are checked: each row says when the next one may be made.
alter table sign_in_limits
  -- Of an account in a network: no guess before this. Of a budget: what was taken out is back by then.
  add column next_at timestamptz not null default '-infinity',
  -- The account has signed in from this network, and its owner is not slowed down there by what others do.
  add column known_until timestamptz;
