import { options } from "../../scripts/stryker-options.mjs";

/** What needs no database: the rest of these folders is for the tests on PostgreSQL. */
export default {
  ...options,
  mutate: [
    "src/client-documents/!(client-documents).ts",
    "src/clients/{redirect-uri,web-origin}.ts",
    "src/clients/authentication/*.ts",
    "src/codes/pkce.ts",
    "src/guarded-fetch/public-address.ts",
    "src/http/{address-prefix,form,shown-value}.ts",
    "src/oauth/{authorization-request,introspector,target}.ts",
    "src/sessions/!(contested-refresh|rotation-queue|stalls|*.sql).ts",
    "src/tokens/*.ts",
  ],
};
