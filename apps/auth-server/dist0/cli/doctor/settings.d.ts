import { type Config } from "../../config.js";
import { type Finding } from "./finding.js";
type Env = Readonly<Record<string, string | undefined>>;
/** The settings, or what is wrong with them. */
export declare function readSettings(env: Env): Config | Finding[];
export interface SettingsState extends Config {
    /** Whether this runs in a container: there 0.0.0.0 is the container's own network. */
    readonly isContained: boolean;
}
export declare const settingsChecks: readonly ((state: SettingsState) => Finding)[];
/** A loopback or private address; a name other than localhost counts as neither. */
export declare function isPrivate(host: string): boolean;
export {};
