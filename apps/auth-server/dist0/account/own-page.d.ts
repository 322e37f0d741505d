/** What the pages have in common on which a user proves once more who they are, then acts. */
import { OAuthError } from "../shared/index.js";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { AccountPage } from "../http/continue-to.js";
import type { FormState } from "../http/views/forms.js";
import type { View } from "../http/views/layout.js";
import { type Prover } from "./proof.js";
import type { ProofView } from "./views/proof.js";
export interface OwnPage {
    readonly path: AccountPage;
    /** @param refused what the act threw; null before it */
    show(view: FormState & ProofView, request: FastifyRequest, refused: OAuthError | null): View;
    act(prover: Prover, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}
/** A form for who is signed in. A refusal is the form's answer, with its status. */
export declare function ownPage(app: FastifyInstance, context: Context, { path, show, act }: OwnPage): void;
