import type { AuthenticationMethod } from "./method.js";
export declare const authenticationMethods: {
    client_secret_basic: AuthenticationMethod;
    client_secret_post: AuthenticationMethod;
    none: AuthenticationMethod;
};
export type TokenEndpointAuthMethod = keyof typeof authenticationMethods;
export declare const authenticationMethodNames: TokenEndpointAuthMethod[];
