/** Checks whether a proxy is in front and its forwarded headers are trusted. */
import type { Config } from "../../config.js";
import type { SignInAddress } from "../../database/facts.sql.js";
import { type Finding } from "./finding.js";
export interface ProxyState {
    readonly config: Config;
    readonly addresses: readonly SignInAddress[];
}
export declare function checkProxy({ config: { issuer, trustProxy }, addresses }: ProxyState): Finding;
