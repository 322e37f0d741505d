/** For commands, which hash one password; a server has a process for it. */
import { hash } from "@node-rs/argon2";
import { canonicalPassword } from "./password-text.js";

/** In the form that a sign-in tries first. */
export const hashPassword = (password: string): Promise<string> => hash(canonicalPassword(password));
