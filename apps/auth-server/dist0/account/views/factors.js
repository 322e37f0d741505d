import { passkeyCodec } from "../../factors/views/passkey-form.js";
import { hiddenFields } from "../../http/views/forms.js";
import { html } from "../../http/views/html.js";
import { inlineScript } from "../../http/views/layout.js";
import { localTimes, timesIn } from "../../http/views/times.js";
import { declineForm } from "../../login/views/factor.js";
import { list, row } from "./account-rows.js";
import { totpSection } from "./totp.js";
/** Once the sign-in is no longer recent, the page is asked for anew: a passkey made now would not be taken. */
const makePasskey = `{const s=document.getElementById("passkeys-of"),a=s&&JSON.parse(s.dataset.account)
if(a&&P){const {allAcceptedCredentialIds,name,displayName,...who}=a
P.signalAllAcceptedCredentials?.({...who,allAcceptedCredentialIds}).catch(()=>{})
P.signalCurrentUserDetails?.({...who,name,displayName}).catch(()=>{})}
const k=document.getElementById("new-passkey");if(k&&P){
const o=JSON.parse(k.dataset.options),end=Date.now()+k.dataset.seconds*1000,p=document.getElementById("making")
o.challenge=bytes(o.challenge);o.user.id=bytes(o.user.id)
for(const c of o.excludeCredentials)c.id=bytes(c.id)
k.hidden=false;p.hidden=true
k.querySelector("button").addEventListener("click",async()=>{if(Date.now()>end)return location.replace(k.dataset.again)
try{const c=await navigator.credentials.create({publicKey:o}),r=c.response
send(k,c,{clientDataJSON:text(r.clientDataJSON),attestationObject:text(r.attestationObject),transports:r.getTransports?.()??[]})
}catch(e){p.textContent=e.name==="InvalidStateError"?k.dataset.known:k.dataset.failed;p.hidden=false}})}}`;
const script = inlineScript(`${passkeyCodec}\n${makePasskey}\n${localTimes}`);
export const factorsPage = (view) => (texts) => {
    const words = texts.account.factors;
    return {
        title: words.title,
        script,
        body: html `<h1>${words.title}</h1>
${neededBy(view, texts)}${view.notice === null
            ? ""
            : html `
<p class="notice" role="status" id="done" tabindex="-1">${view.notice}</p>`}${view.problem === null
            ? ""
            : html `
<p class="problem" role="alert">${view.problem}</p>`}
${passkeySection(view, texts)}
${totpSection(view, texts)}
<p class="row"><a href="/account#security">${words.back}</a></p>`,
    };
};
const neededBy = (view, { account, secondFactor }) => view.neededBy === null
    ? html `<p class="soft">${account.factors.lead}</p>`
    : html `<p>${secondFactor.totp.needed(html `<strong>${view.neededBy}</strong>`)}</p>
${declineForm(view, secondFactor.decline)}`;
function passkeySection(view, texts) {
    const { passkeys: words } = texts;
    const [only, ...others] = view.passkeys;
    const isOneDevice = only !== undefined && others.length === 0 && !only.backedUp;
    return html `<section aria-labelledby="passkeys"${view.account === null ? "" : html ` id="passkeys-of" data-account="${JSON.stringify(view.account)}"`}>
<h2 id="passkeys">${words.title}</h2>
<p class="soft">${words.about}</p>
${list(view.passkeys.map((passkey) => passkeyRow(passkey, view, texts)), words.none)}${isOneDevice
        ? html `
<p class="soft small below">${words.single}</p>`
        : ""}${newPasskeyForm(view, texts)}
</section>`;
}
function newPasskeyForm(view, { passkeys: words }) {
    if (view.newPasskey === null)
        return "";
    const query = view.continueTo === undefined ? "" : `?${new URLSearchParams({ continue: view.continueTo })}`;
    const style = view.passkeys.length === 0 ? "main" : "quiet";
    return html `
<form method="post" action="/account/factors/passkeys" id="new-passkey" hidden data-options="${JSON.stringify(view.newPasskey)}" data-again="/account/factors${query}" data-seconds="${view.recentSeconds}" data-known="${words.known}" data-failed="${words.notMade}">${hiddenFields(view)}
<input type="hidden" name="passkey"><button type="button" class="${style}">${words.add}</button>
</form>
<p class="soft small below" id="making" role="status">${words.unavailable}</p>`;
}
function passkeyRow(passkey, view, texts) {
    const { passkeys: words } = texts;
    const time = timesIn(texts, view.now);
    const { id, name, lastUsedAt } = passkey;
    const unseen = html `<span class="unseen">${words.unseen(name)}</span>`;
    const form = (action, content) => html `<form method="post" action="/account/factors/passkeys/${action}">${hiddenFields(view)}
<input type="hidden" name="id" value="${id}">${content}</form>`;
    return row({
        icon: "passkey",
        title: name,
        tag: passkey.backedUp ? words.synced : words.oneDevice,
        lines: [],
        details: [
            words.added(time(passkey.createdAt)),
            lastUsedAt === null ? words.neverUsed : words.lastUsed(time(lastUsedAt)),
        ],
        more: html `
<details>
<summary>${words.edit}${unseen}</summary>
${form("rename", html `
<label for="name-${id}">${words.name}</label>
<input id="name-${id}" name="name" type="text" value="${name}" required maxlength="100" autocomplete="off">
<button class="quiet">${words.save}</button>`)}
${form("remove", html `
<button class="danger">${words.remove}${unseen}</button>`)}
<p class="soft small">${words.removing}</p>
</details>`,
    });
}
//# sourceMappingURL=factors.js.map