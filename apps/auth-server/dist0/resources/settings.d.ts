import { type ValuesOf } from "../administration/settings.js";
export declare const resourceSettings: {
    name: import("../administration/settings.js").Setting<string | null, string | null, "name">;
    scope: import("../administration/settings.js").Setting<readonly string[], string, "scope">;
    /** A scope's name → what it lets an app do, in words. */
    scopeDescriptions: import("../administration/settings.js").Setting<Readonly<Record<string, string>>, Readonly<Record<string, string>>, "scope_descriptions">;
    open: import("../administration/settings.js").Setting<boolean, boolean, "open">;
    openScope: import("../administration/settings.js").Setting<readonly string[], readonly string[], "open_scope">;
    accessTokenSeconds: import("../administration/settings.js").Setting<number | null, number | null, "access_token_seconds">;
    sessionIdleSeconds: import("../administration/settings.js").Setting<number | null, number | null, "session_idle_seconds">;
    sessionAbsoluteSeconds: import("../administration/settings.js").Setting<number | null, number | null, "session_absolute_seconds">;
    signingAlg: import("../administration/settings.js").Setting<"ES256" | "EdDSA" | "PS256" | "RS256", "ES256" | "EdDSA" | "PS256" | "RS256", "signing_alg">;
    requireDpop: import("../administration/settings.js").Setting<boolean, boolean, "require_dpop">;
};
export type ResourceSettings = ValuesOf<typeof resourceSettings>;
