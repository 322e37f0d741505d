import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminAudit(app: AdminApp, { db }: Context): void;
