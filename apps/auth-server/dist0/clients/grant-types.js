/** What a client may be given; oauth/grants has a grant for each. */
export const deviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";
export const grantTypes = [
    "authorization_code",
    "client_credentials",
    "password",
    "refresh_token",
    deviceGrantType,
    "urn:ietf:params:oauth:grant-type:token-exchange",
];
//# sourceMappingURL=grant-types.js.map