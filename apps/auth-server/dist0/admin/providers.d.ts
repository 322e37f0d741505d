import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminProviders(app: AdminApp, { db, secrets, providers }: Context): void;
