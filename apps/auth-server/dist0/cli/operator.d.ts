import type { Act } from "../administration/act.js";
/** `operator:<login name>`; the user's number if the system has no name for it, as in many containers. */
export declare function operatorActor(): string;
/** An act of the operator at the command line. */
export declare const operatorAct: () => Act;
