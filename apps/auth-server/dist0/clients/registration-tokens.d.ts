/** Administration of initial access tokens; each act is one transaction with its audit event. */
import type { Act, WithSecret } from "../administration/act.js";
import { type Pool } from "../database/database.js";
import { type NewRegistrationToken, type RegistrationToken } from "./registration-tokens.sql.js";
/** @throws {OAuthError} if the name is taken */
export declare function createRegistrationToken(db: Pool, asked: Omit<NewRegistrationToken, "tokenHash">, { by }: Act): Promise<WithSecret<RegistrationToken>>;
/** Clients that have registered with it stay. @throws {OAuthError} if there is none */
export declare const revokeRegistrationToken: (db: Pool, name: string, { by }: Act) => Promise<void>;
export declare const describeRegistrationToken: ({ name, createdAt, expiresAt, usesLeft }: RegistrationToken) => {
    name: string;
    created_at: string;
    expires_at: string;
    uses_left: number | null;
};
