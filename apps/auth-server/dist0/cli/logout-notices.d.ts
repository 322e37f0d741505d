/** regrant logout-notices: shows which ended sessions clients have still to be told of, and has them told now. */
import { Command } from "commander";
export declare function logoutNoticesCommand(): Command;
