import type { Context } from "../context.js";
import { type AdminApp } from "./schemas.js";
export declare function adminMails(app: AdminApp, { db }: Context): void;
