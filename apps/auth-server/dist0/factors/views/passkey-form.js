import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
/**
 * Everything goes over a form, so that the page needs no connections of its own. Browsers' own conversions from and to JSON are
 * younger than their passkeys, and what password managers put in their place often lacks them.
 */
export const passkeyCodec = `const P=window.PublicKeyCredential,
bytes=t=>Uint8Array.from(atob(t.replace(/-/g,"+").replace(/_/g,"/")),c=>c.charCodeAt(0)),
text=b=>b&&btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\\+/g,"-").replace(/\\//g,"_").replace(/=/g,""),
send=(form,c,response)=>{form.elements.passkey.value=JSON.stringify({id:c.id,rawId:text(c.rawId),type:c.type,authenticatorAttachment:c.authenticatorAttachment,response});form.submit()}`;
/**
 * A field that is named for it offers passkeys as it does passwords, until the button is pressed. Whoever closes the browser's
 * question is back where they were.
 */
export const askForPasskey = `{const k=document.getElementById("passkey");if(k&&P){
const o=JSON.parse(k.dataset.options);o.challenge=bytes(o.challenge)
for(const c of o.allowCredentials??[])c.id=bytes(c.id)
let waiting=new AbortController()
const ask=async how=>{waiting.abort();waiting=new AbortController()
try{const c=await navigator.credentials.get({publicKey:o,signal:waiting.signal,...how}),r=c.response
send(k,c,{clientDataJSON:text(r.clientDataJSON),authenticatorData:text(r.authenticatorData),signature:text(r.signature),userHandle:text(r.userHandle)})
}catch(e){if(e.name==="SecurityError")k.hidden=true}}
const offer=async()=>{if(!o.allowCredentials&&await P.isConditionalMediationAvailable?.())ask({mediation:"conditional"})}
k.hidden=false;document.getElementById("no-passkey")?.remove()
k.querySelector("button").addEventListener("click",async()=>{await ask();offer()})
offer()}}`;
/** @param options null where no passkey could answer */
export const passkeyForm = (action, { label, style = "quiet", instead }, options, state) => options === null
    ? ""
    : html `
<form method="post" action="${action}" id="passkey" hidden data-options="${JSON.stringify(options)}">${hiddenFields(state)}
<input type="hidden" name="passkey"><button type="button" class="${style}">${label}</button>
</form>${instead === undefined
        ? ""
        : html `
<p class="soft" id="no-passkey">${instead}</p>`}`;
//# sourceMappingURL=passkey-form.js.map