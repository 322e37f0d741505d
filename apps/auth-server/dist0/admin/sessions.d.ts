import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminSessions(app: AdminApp, { db }: Context): void;
