/** The page of what users prove themselves by besides the password: a section for each kind. */
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Passkey } from "../../factors/passkeys.sql.js";
import type { PasskeyAccount } from "../../factors/relying-party.js";
import { type View } from "../../http/views/layout.js";
import { type TotpSectionView } from "./totp.js";
export interface FactorsView extends TotpSectionView {
    readonly passkeys: readonly Passkey[];
    /** What the browser is asked to make; null if it cannot. */
    readonly newPasskey: PublicKeyCredentialCreationOptionsJSON | null;
    readonly account: PasskeyAccount | null;
    /** In seconds: for how long the sign-in is recent. */
    readonly recentSeconds: number;
    /** The app for which a second factor is to be set up; null if none asked. */
    readonly neededBy: string | null;
    readonly notice: string | null;
    readonly problem: string | null;
    /** By the clock that the times are of. */
    readonly now: Date;
}
export declare const factorsPage: (view: FactorsView) => View;
