/** Checks that each email address belongs to one user, and that administrators have a second factor. */
import type { Config } from "../../config.js";
import type { EmailKeys } from "../../users/email-keys.js";
import { type Finding } from "./finding.js";
export declare function checkUsers({ collisions, pending }: EmailKeys): Finding[];
/** More are not named. */
export declare const mostNamed = 20;
export declare function checkAdministrators({ issuer }: Pick<Config, "issuer">, withoutFactor: readonly string[]): Finding;
