/** What went wrong with a form, for the person who sent it. */
import type { OAuthError } from "../../shared/index.js";
import type { Texts } from "./texts/en.js";
export declare function problemInWords({ reason, headers }: OAuthError, texts: Texts): string;
