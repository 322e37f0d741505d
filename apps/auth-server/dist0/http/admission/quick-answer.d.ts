/** A refusal identical to `handleErrors`'s, built once and sent without routing, hooks or a log line each. */
import type { ServerResponse } from "node:http";
import type { OAuthError } from "../../shared/index.js";
import type { HttpContext } from "../http-context.js";
/** `onRefused` receives the count once a second. */
export declare function createQuickAnswer(context: HttpContext, refusal: OAuthError, onRefused?: (count: number) => void): (response: ServerResponse) => void;
