import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminUsers(app: AdminApp, context: Context): void;
