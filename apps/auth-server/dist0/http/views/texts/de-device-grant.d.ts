/** Was die Seiten für Geräte sagen, auf Deutsch. */
import type { deviceGrantEn } from "./en-device-grant.js";
export declare const deviceGrantDe: typeof deviceGrantEn;
