/** What nodemailer makes an RFC 5322 message of. */
import type { SendMailOptions } from "nodemailer";
import type { Message } from "./message.js";
/**
 * Addresses are objects: a string would be parsed, and one with a comma in it would become two recipients. The header says
 * that no one answers it by machine (RFC 3834).
 *
 * @throws an error as nodemailer's for a recipient that it refuses itself
 */
export declare function compose(message: Message, issuer: string): SendMailOptions;
