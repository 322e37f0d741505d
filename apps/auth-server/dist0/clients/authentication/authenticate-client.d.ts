import type { Form } from "../../http/form.js";
import type { Client } from "../clients.sql.js";
export type FindClient = (clientId: string) => Promise<Client | null>;
/** Told of a wrong secret of a client that there is, before it is refused. */
type OnWrongSecret = (clientId: string) => Promise<void>;
/**
 * Authenticate the client of a request. An Authorization header counts only where it is Basic: with any other scheme it is not
 * about the client, and the body says who asks.
 *
 * @throws {OAuthError} invalid_client, with WWW-Authenticate where the header was used (RFC 6749 §5.2);
 *   invalid_request where it authenticates in two ways
 */
export declare function authenticateClient(findClient: FindClient, form: Form, authorization: string | undefined, onWrongSecret: OnWrongSecret): Promise<Client>;
export {};
