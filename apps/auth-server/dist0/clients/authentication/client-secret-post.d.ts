/** The secret in the body. @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
import { type AuthenticationMethod } from "./method.js";
export declare const clientSecretPost: AuthenticationMethod;
