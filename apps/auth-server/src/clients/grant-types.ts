/** What a client may be given; oauth/grants has a grant for each. */
export const grantTypes = ["authorization_code", "client_credentials", "password", "refresh_token"] as const;

export type GrantType = (typeof grantTypes)[number];
