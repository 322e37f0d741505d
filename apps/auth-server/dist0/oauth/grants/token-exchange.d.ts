import { type Grant } from "./grant.js";
export declare const tokenExchangeGrant: Grant;
