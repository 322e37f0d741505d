import type { History } from "./en-history.js";
export declare const history: History;
