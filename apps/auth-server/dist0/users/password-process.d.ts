import type { FastifyBaseLogger } from "fastify";
export interface PasswordProcess {
    /** Undefined while there is no process. */
    readonly pid: number | undefined;
    /** Call it early, so that the first password does not wait. */
    start(): void;
    /** @throws {OAuthError} temporarily_unavailable if the process ended twice */
    hash(password: string): Promise<string>;
    /** @throws {OAuthError} as above; Error if the hash is malformed */
    verify(passwordHash: string, password: string): Promise<boolean>;
    close(): Promise<void>;
}
export declare function createPasswordProcess(log: Pick<FastifyBaseLogger, "warn">, patienceMs?: number): PasswordProcess;
