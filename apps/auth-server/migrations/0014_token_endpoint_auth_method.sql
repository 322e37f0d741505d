-- How a client authenticates (RFC 7591 §2), said instead of read from whether it has a secret. A process of the version before
-- leaves it null, which means what it meant there: none without a secret, client_secret_basic with one.
alter table clients add column token_endpoint_auth_method text
  constraint clients_token_endpoint_auth_method_check
    check (token_endpoint_auth_method in ('none', 'client_secret_basic', 'client_secret_post'));
update clients set token_endpoint_auth_method = case when cardinality(secret_hashes) = 0 then 'none' else 'client_secret_basic' end;
alter table clients add constraint public_clients_have_no_secret
  check (token_endpoint_auth_method is distinct from 'none' or cardinality(secret_hashes) = 0);
