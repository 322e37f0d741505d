import type { Outlet } from "./message.js";
/**
 * `<time>-<id>.eml` is the mail, and the `.json` beside it what programs want to know of it: to, subject, text, link. The
 * latter comes last, under its name only once it is complete.
 */
export declare function openDirectory(url: string, issuer: string): Outlet;
