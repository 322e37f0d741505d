/** The button that asks the browser for a passkey. Without scripts, or in a browser without passkeys, it does not show. */
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { type FormState } from "../../http/views/forms.js";
import { type Html } from "../../http/views/html.js";
/**
 * Everything goes over a form, so that the page needs no connections of its own. Browsers' own conversions from and to JSON are
 * younger than their passkeys, and what password managers put in their place often lacks them.
 */
export declare const passkeyCodec = "const P=window.PublicKeyCredential,\nbytes=t=>Uint8Array.from(atob(t.replace(/-/g,\"+\").replace(/_/g,\"/\")),c=>c.charCodeAt(0)),\ntext=b=>b&&btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\\+/g,\"-\").replace(/\\//g,\"_\").replace(/=/g,\"\"),\nsend=(form,c,response)=>{form.elements.passkey.value=JSON.stringify({id:c.id,rawId:text(c.rawId),type:c.type,authenticatorAttachment:c.authenticatorAttachment,response});form.submit()}";
/**
 * A field that is named for it offers passkeys as it does passwords, until the button is pressed. Whoever closes the browser's
 * question is back where they were.
 */
export declare const askForPasskey = "{const k=document.getElementById(\"passkey\");if(k&&P){\nconst o=JSON.parse(k.dataset.options);o.challenge=bytes(o.challenge)\nfor(const c of o.allowCredentials??[])c.id=bytes(c.id)\nlet waiting=new AbortController()\nconst ask=async how=>{waiting.abort();waiting=new AbortController()\ntry{const c=await navigator.credentials.get({publicKey:o,signal:waiting.signal,...how}),r=c.response\nsend(k,c,{clientDataJSON:text(r.clientDataJSON),authenticatorData:text(r.authenticatorData),signature:text(r.signature),userHandle:text(r.userHandle)})\n}catch(e){if(e.name===\"SecurityError\")k.hidden=true}}\nconst offer=async()=>{if(!o.allowCredentials&&await P.isConditionalMediationAvailable?.())ask({mediation:\"conditional\"})}\nk.hidden=false;document.getElementById(\"no-passkey\")?.remove()\nk.querySelector(\"button\").addEventListener(\"click\",async()=>{await ask();offer()})\noffer()}}";
interface Button {
    readonly label: string;
    readonly style?: "main" | "quiet";
    /** What is said where it does not show. */
    readonly instead?: string;
}
/** @param options null where no passkey could answer */
export declare const passkeyForm: (action: string, { label, style, instead }: Button, options: PublicKeyCredentialRequestOptionsJSON | null, state: FormState) => Html | "";
export {};
