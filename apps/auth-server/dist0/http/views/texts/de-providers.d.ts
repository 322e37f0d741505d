import type { providers as english } from "./en-providers.js";
export declare const providers: typeof english;
