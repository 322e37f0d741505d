import type { AuthenticationMethod } from "./method.js";
export declare const none: AuthenticationMethod;
