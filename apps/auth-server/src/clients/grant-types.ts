/** What a client may be given; oauth/grants has a grant for each. */
export const deviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";
/** RFC 7523 §2.1. */
export const jwtBearerGrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export const grantTypes = [
  "authorization_code",
  "client_credentials",
  "password",
  "refresh_token",
  deviceGrantType,
  "urn:ietf:params:oauth:grant-type:token-exchange",
  jwtBearerGrantType,
] as const;

export type GrantType = (typeof grantTypes)[number];
