/** The one style sheet, light and dark, in an installation's accent colour. */
import { type Branding } from "../branding.js";
export declare function styleSheet({ accent: colors }: Branding): string;
