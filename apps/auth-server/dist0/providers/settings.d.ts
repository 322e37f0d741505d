/** The settings of an OpenID provider that people may sign in with. A new one is an entry here, and a migration for its column. */
import { type ValuesOf } from "../administration/settings.js";
export declare const providerSettings: {
    name: import("../administration/settings.js").Setting<string, string, "name">;
    issuer: import("../administration/settings.js").Setting<string, string, "issuer">;
    clientId: import("../administration/settings.js").Setting<string, string, "client_id">;
    scope: {
        name: "scope";
        column: string | null;
        schema: import("typebox").TUnsafe<string>;
        help: string;
        option: import("../administration/settings.js").SettingOption | null;
        toWire: (value: readonly string[]) => string;
        fromWire: (wire: string) => readonly string[];
        initial: readonly string[];
    };
    /** Without it, only people whose account here is linked may sign in. */
    signUp: import("../administration/settings.js").Setting<boolean, boolean, "sign_up">;
    trustEmail: import("../administration/settings.js").Setting<boolean, boolean, "trust_email">;
    rolesClaim: import("../administration/settings.js").Setting<string | null, string | null, "roles_claim">;
    roles: import("../administration/settings.js").Setting<Readonly<Record<string, string>>, Readonly<Record<string, string>>, "roles">;
    trustMfa: import("../administration/settings.js").Setting<boolean, boolean, "trust_mfa">;
};
export type ProviderSettings = ValuesOf<typeof providerSettings>;
