import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import type { FindResourceSecrets } from "../resources/resource-secrets.sql.js";
/** A client may introspect its own tokens, a resource the access tokens issued for it. */
export type Introspector = {
    readonly client: Client;
} | {
    readonly resource: string;
};
interface Asking {
    readonly form: Form;
    readonly authorization: string | undefined;
    /** Called before a wrong secret of an existing resource is refused. */
    readonly onWrongSecret: (resource: string) => Promise<void>;
    readonly authenticateClient: () => Promise<Client>;
}
/**
 * Authenticate the introspector. Every URI contains a colon and no client_id does, so the name tells which kind it
 * is.
 *
 * @throws {OAuthError} invalid_client; invalid_request if two methods are used
 */
export declare function authenticateIntrospector(findResourceSecrets: FindResourceSecrets, asking: Asking): Promise<Introspector>;
export {};
