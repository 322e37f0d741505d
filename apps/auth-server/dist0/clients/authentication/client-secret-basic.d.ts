import { type AuthenticationMethod } from "./method.js";
export declare const clientSecretBasic: AuthenticationMethod;
