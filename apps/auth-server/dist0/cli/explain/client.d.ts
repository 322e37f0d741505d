/** Explains a client_id: whether the client can get tokens, and if not, what prevents it. */
import { type Asked, type Explanation } from "./explanation.js";
/** @returns null if there is no such client and the audit has no record of its deletion */
export declare function explainClient(asked: Asked, clientId: string): Promise<Explanation | null>;
