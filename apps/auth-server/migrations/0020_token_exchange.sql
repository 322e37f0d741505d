-- RFC 8693: which tokens a client may exchange, as pairs of resources: "https://a.example https://b.example".
alter table clients add may_exchange text[] not null default '{}';
