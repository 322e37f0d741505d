import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminClients(app: AdminApp, { config, db, forgetClient }: Context): void;
