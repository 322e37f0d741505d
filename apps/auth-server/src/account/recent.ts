/** What an account is worth is given away only to who has signed in a moment ago, not to whoever sits at an open browser. */
import type { FastifyReply } from "fastify";
import type { SignIn } from "../users/sign-ins.sql.js";

const recentSeconds = 300;

export const isRecent = ({ ageSeconds }: Pick<SignIn, "ageSeconds">): boolean => ageSeconds <= recentSeconds;

/** Ask the person to sign in once more; then they are back on the account page. */
export const askToConfirm = (reply: FastifyReply): FastifyReply => reply.redirect("/login?confirm=yes", 303);
