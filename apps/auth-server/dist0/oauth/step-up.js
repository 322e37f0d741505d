import { acrOf } from "../tokens/authentication-context.js";
/** Whether a role of the user requires a second factor at every sign-in. */
export const isMfaRole = ({ requireMfaRoles }, roles) => roles.some((role) => requireMfaRoles.includes(role));
/** Who requires a second factor of a user who signs in to a client. */
export const requiresMfa = (config, client, roles) => client.requireMfa || isMfaRole(config, roles);
/**
 * Whether the second factor has still to be shown. What a request asks for counts as needed, even if it is only a wish: a client
 * that asks because an API wants it would otherwise get the same token again, and again (RFC 9470 §5). A request can only add to
 * what the client and the user's roles require.
 */
export const isStepUpDue = (config, client, { asksForMfa }, { amr, roles }) => acrOf(amr) !== "2" && (asksForMfa || requiresMfa(config, client, roles));
//# sourceMappingURL=step-up.js.map