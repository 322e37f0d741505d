/** Invitations: an operator decides on roles and claims, and whoever reads the address's mail makes the account. */
import { type Static, Type } from "typebox";
import type { Act } from "../administration/act.js";
import type { Config } from "../config.js";
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type MailedLink } from "./mailed-links.sql.js";
export declare const NewInvitationBody: Type.TObject<{
    email: Type.TString;
    roles: Type.TOptional<Type.TArray<Type.TString>>;
    claims: Type.TOptional<Type.TUnsafe<Readonly<Record<string, unknown>>>>;
}>;
export type NewInvitationBody = Static<typeof NewInvitationBody>;
export declare const InvitationRepresentation: Type.TObject<{
    id: Type.TString;
    email: Type.TString;
    roles: Type.TArray<Type.TString>;
    claims: Type.TUnsafe<Readonly<Record<string, unknown>>>;
    created_at: Type.TString;
    expires_at: Type.TString;
}>;
export declare function describeInvitation(link: MailedLink): Static<typeof InvitationRepresentation>;
interface Inviting {
    readonly db: Pool;
    readonly secrets: Secrets;
    readonly config: Pick<Config, "issuer" | "signUp">;
}
/**
 * Mail somebody a link to make an account, in the language of their claim `locale`. It replaces an earlier invitation to the
 * same address, with what that one would have given.
 *
 * @throws {OAuthError} if nobody may sign up, the address is taken, or something sent is invalid
 */
export declare function invite({ db, secrets, config: { issuer, signUp } }: Inviting, sent: NewInvitationBody, { by }: Act): Promise<MailedLink>;
/** @throws {OAuthError} if there is none, or it was accepted */
export declare const withdrawInvitation: (db: Pool, id: string, { by }: Act) => Promise<MailedLink>;
export {};
