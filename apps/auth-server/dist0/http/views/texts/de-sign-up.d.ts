import type { SignUpTexts } from "./en-sign-up.js";
export declare const signUp: SignUpTexts;
