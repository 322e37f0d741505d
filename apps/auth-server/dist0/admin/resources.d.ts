/** /admin/v1/resources; the path contains the percent-encoded resource URI. */
import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminResources(app: AdminApp, { db, forgetClient }: Context): void;
