/** regrant registration-token: manages initial access tokens, with which clients register themselves. */
import { Command } from "commander";
export declare function registrationTokenCommand(): Command;
