import type { Texts } from "./en.js";
export declare const selfService: Texts["selfService"];
