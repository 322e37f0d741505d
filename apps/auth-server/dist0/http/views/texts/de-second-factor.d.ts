import type { secondFactorEn } from "./en-second-factor.js";
export declare const secondFactorDe: typeof secondFactorEn;
