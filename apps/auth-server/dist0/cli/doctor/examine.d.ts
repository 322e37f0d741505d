import { type Finding } from "./finding.js";
type Env = Readonly<Record<string, string | undefined>>;
export interface Area {
    readonly area: string;
    readonly findings: readonly Finding[];
}
/** `issuerUrl`: address of the issuer from here, if its own name does not lead there. `now`: milliseconds since 1970. */
export declare function examine(env: Env, issuerUrl: string | null, now?: () => number): Promise<Area[]>;
export {};
