/** Asks a provider what a server would ask it, before people do. */
import { readIssuer, readSecrets } from "../config.js";
import { unreachableBehind } from "../providers/bounded-fetch.js";
import { discover, ProviderUnfit } from "../providers/provider-clients.js";
import { deriveSecrets } from "../secrets.js";
import { CommandError } from "./command-error.js";
import { printJson, printMembers } from "./output.js";
/** What has to be registered at the provider. */
export const addressesOf = (issuer, id) => ({
    redirect_uri: `${issuer}/login/providers/${id}/callback`,
    backchannel_logout_uri: `${issuer}/login/providers/${id}/logout`,
});
/** @throws {CommandError} if the provider cannot be used */
export async function checkProvider(provider, json) {
    const addresses = addressesOf(readIssuer(process.env), provider.id);
    const found = await ask(provider);
    if (json)
        return printJson({ id: provider.id, ...addresses, ...found });
    console.log("The provider's metadata and keys can be used. Register these addresses there:");
    printMembers({ ...addresses, ...found });
    if (provider.disabledAt !== null)
        console.log("The provider is disabled here.");
}
async function ask(provider) {
    const secrets = provider.clientSecret === null ? null : deriveSecrets(readSecrets(process.env));
    try {
        const { configuration, keys } = await discover(secrets, provider);
        await keys.reload();
        const metadata = configuration.serverMetadata();
        return {
            issuer: metadata.issuer,
            authorization_endpoint: metadata.authorization_endpoint ?? null,
            keys: keys.jwks()?.keys.length ?? 0,
            answers_with_iss: metadata.authorization_response_iss_parameter_supported === true,
            has_userinfo: metadata.userinfo_endpoint !== undefined,
            tells_of_logout: metadata.backchannel_logout_supported === true,
        };
    }
    catch (error) {
        const unreachable = unreachableBehind(error);
        if (unreachable !== null)
            throw new CommandError(`the provider ${provider.id} cannot be reached: ${unreachable.message}`);
        if (error instanceof ProviderUnfit)
            throw new CommandError(`the provider ${provider.id} ${error.message}`);
        throw error;
    }
}
//# sourceMappingURL=provider-check.js.map