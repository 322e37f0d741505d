import type { Provider } from "../providers/providers.sql.js";
/** What has to be registered at the provider. */
export declare const addressesOf: (issuer: string, id: string) => {
    redirect_uri: string;
    backchannel_logout_uri: string;
};
/** @throws {CommandError} if the provider cannot be used */
export declare function checkProvider(provider: Provider, json: true | undefined): Promise<void>;
