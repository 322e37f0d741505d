/** The pages of the reasons, made from the one table in packages/shared: for developers, and in the table's English. */
import { type Reason } from "../../shared/index.js";
import type { View } from "./layout.js";
export declare const errorPage: (reason: Reason) => View;
export declare const errorIndexPage: View;
