/** The pages on which a user lets a device in (RFC 8628 §3.3). */
import { type FormState } from "../../http/views/forms.js";
import type { View } from "../../http/views/layout.js";
export interface DeviceCodeView {
    readonly email: string;
    readonly typed: string;
    readonly isWrong: boolean;
}
/** Where the code is typed. It proves nothing, so it may stand in the address. */
export declare const deviceCodePage: ({ email, typed, isWrong }: DeviceCodeView) => View;
export interface DeviceView extends FormState {
    readonly clientName: string;
    readonly email: string;
    readonly userCode: string;
    /** Null if the app only signs the user in. */
    readonly resourceName: string | null;
    /** In words. */
    readonly scope: readonly string[];
    /** Where the device asked from, and what it says it is. */
    readonly address: string;
    readonly device: string;
    readonly askedAt: Date;
    readonly now: Date;
}
export declare const devicePage: (view: DeviceView) => View;
export declare const deviceDonePage: ({ isAllowed, clientName }: {
    readonly isAllowed: boolean;
    readonly clientName: string;
}) => View;
