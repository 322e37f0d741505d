/** The settings of an OpenID provider that people may sign in with. A new one is an entry here, and a migration for its column. */
import { flag, optionalText, scope, structure, text } from "../administration/settings.js";
export const providerSettings = {
    name: text("name", {
        flags: "--name <name>",
        help: "what the button on the login page calls it (default: its id)",
    }),
    issuer: text("issuer", {
        flags: "--issuer <uri>",
        help: "its issuer identifier, exactly as in its discovery document and ID tokens",
    }),
    clientId: text("client_id", {
        flags: "--client-id <client_id>",
        help: "the client_id that it has given to this server",
    }),
    scope: {
        ...scope({ help: "scope to request (default: openid profile email)" }),
        initial: ["openid", "profile", "email"],
    },
    /** Without it, only people whose account here is linked may sign in. */
    signUp: flag("sign_up", { help: "give an account to its users who have none here" }),
    trustEmail: flag("trust_email", {
        help: "count addresses that it calls verified: such an address links the account here that has it verified, too, and a new account starts with it verified. Only for providers that nobody can get a stranger's address from",
    }),
    rolesClaim: optionalText("roles_claim", {
        flags: "--roles-claim <claim>",
        help: "the claim that holds its users' groups",
    }),
    roles: structure("roles", {
        help: "which of the groups gives which role; at each sign-in, these roles are given and taken accordingly, and no others",
        schema: {
            type: "object",
            maxProperties: 100,
            propertyNames: { pattern: "^[^\\p{Cc}\\p{Cs}]{1,200}$" },
            additionalProperties: {
                type: "string",
                pattern: "^[\\x21-\\x7e]{1,64}$",
                description: "a role: 1 to 64 printable characters without spaces",
            },
        },
        initial: {},
    }),
    trustMfa: flag("trust_mfa", {
        help: "count its amr: where that says mfa, nobody is asked for a second factor here",
    }),
};
//# sourceMappingURL=settings.js.map