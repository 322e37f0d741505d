import type { Config } from "../../config.js";
import type { SigningKey } from "../../keys/signing-keys.sql.js";
import type { Provider } from "../../providers/providers.sql.js";
import { type Finding } from "./finding.js";
export interface KeysState {
    readonly config: Config;
    readonly keys: readonly SigningKey[];
    /** How many authenticator apps' secrets are encrypted under each entry of SECRETS. */
    readonly authenticators: ReadonlyMap<string, number>;
    readonly providers: readonly Provider[];
    readonly nowMs: number;
}
export declare const keysChecks: readonly ((state: KeysState) => Finding | Finding[])[];
