import type { passkeysEn } from "./passkeys-en.js";
export declare const passkeysDe: typeof passkeysEn;
