/** Technical values in words that people use. */
import { type Device } from "./device.js";
import { type Html } from "./html.js";
import { type Texts } from "./texts/en.js";
/** What each scope lets an app do; its name where nobody described it. */
export declare const scopeInWords: (scope: readonly string[], descriptions: Readonly<Record<string, string>>, texts: Texts) => string[];
/** "Firefox on Linux", from the User-Agent header; a program's own name where it is no browser. */
export declare const deviceInWords: (userAgent: string | null, texts?: Texts) => string;
export declare function deviceName({ program, system }: Device, { device }: Texts): string;
/** What people call an API: its name, or the host that it is at. */
export declare const apiInWords: ({ uri, name }: {
    readonly uri: string;
    readonly name: string | null;
}) => string;
/** "3 May 2027", in UTC. */
export declare const dayInWords: (at: Date, { language }: Texts) => Html;
