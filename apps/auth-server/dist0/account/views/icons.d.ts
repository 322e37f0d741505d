/** The account page's pictures, drawn on 24 by 24: lines, in the colour of the text. They say nothing that words do not. */
import type { DeviceKind } from "../../http/views/device.js";
import { type Html } from "../../http/views/html.js";
export type Icon = DeviceKind | "app" | "key" | "door" | "link" | "person" | "clock" | "letter" | "file" | "bin" | "shield" | "passkey";
export declare const icon: (which: Icon) => Html;
