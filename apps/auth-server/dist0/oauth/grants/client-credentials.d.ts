import { type Grant } from "./grant.js";
export declare const clientCredentialsGrant: Grant;
