import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Form } from "./form.js";
import type { HttpContext } from "./http-context.js";
declare module "fastify" {
    interface FastifyRequest {
        /** The form that a page sent, once its token is checked. */
        form: Form;
    }
}
/** Make this scope one of pages. Each POST needs the token that `formToken` gave to the page. */
export declare function makePages(app: FastifyInstance, context: HttpContext): Promise<void>;
/** The token that a page's forms carry. */
export declare const formToken: (reply: FastifyReply) => string;
/** Parse the query of a GET as the form that it is. */
export declare function queryForm({ url }: FastifyRequest): Form;
