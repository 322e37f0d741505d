import type { Outlet, Problem } from "./message.js";
/** Mails that are on their way at the same time. */
export declare const mostConnections = 5;
/**
 * Connections are opened when there is something to send and kept for a while. TLS is verified wherever it is used: from the
 * start with `smtps:`, else as soon as the server offers it (RFC 3207), and always before a password is sent to another host.
 */
export declare function connectSmtp(url: string, issuer: string): Outlet;
type SmtpError = Error & {
    readonly code?: string;
    readonly originalCode?: string;
    readonly command?: string;
    readonly response?: string;
    readonly responseCode?: number;
    readonly rejectedErrors?: readonly SmtpError[];
};
/** The server's words may contain the address; its codes do not (RFC 3463). */
export declare function problemOf(error: SmtpError): Problem;
export {};
