import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminInvitations(app: AdminApp, context: Context): void;
