import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminKeys(app: AdminApp, { db, secrets, now }: Context): void;
