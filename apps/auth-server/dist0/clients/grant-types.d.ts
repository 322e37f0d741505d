/** What a client may be given; oauth/grants has a grant for each. */
export declare const deviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";
export declare const grantTypes: readonly ["authorization_code", "client_credentials", "password", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange"];
export type GrantType = (typeof grantTypes)[number];
