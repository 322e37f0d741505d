import type { FastifyBaseLogger } from "fastify";
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import type { KeyRing } from "./key-ring.js";
interface KeyRotation {
    readonly config: {
        readonly signingKeySeconds: number;
    };
    readonly pool: Pool;
    readonly keyRing: KeyRing;
    readonly secrets: Secrets;
    /** Milliseconds since 1970. */
    readonly now: () => number;
}
/** Apply every step that is due, unless another replica is doing so, then load the ring. */
export declare function rotateKeys({ config, pool, keyRing, secrets, now }: KeyRotation): Promise<void>;
/** The first key of an empty database, staged by the migration; a starting server activates it. */
export declare function stageFirstKey(db: Pool, secrets: Secrets, at: Date, actor: string): Promise<boolean>;
/**
 * Rotate keys until `signal` aborts. A failure is logged and retried at the next turn; meanwhile the ring keeps its
 * keys.
 */
export declare function keepKeysRotating(context: KeyRotation & {
    readonly log: FastifyBaseLogger;
}, signal: AbortSignal): Promise<void>;
export {};
