/** The page of what users prove themselves by besides the password: a section for each kind. */
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Passkey } from "../../factors/passkeys.sql.js";
import type { PasskeyAccount } from "../../factors/relying-party.js";
import { passkeyCodec } from "../../factors/views/passkey-form.js";
import { hiddenFields } from "../../http/views/forms.js";
import { type Html, html } from "../../http/views/html.js";
import { inlineScript, type View } from "../../http/views/layout.js";
import type { Texts } from "../../http/views/texts/en.js";
import { declineForm } from "../../login/views/factor.js";
import { list, row } from "./account-rows.js";
import { localTimes, timesIn } from "./times.js";
import { type TotpSectionView, totpSection } from "./totp.js";

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

export const factorsPage =
  (view: FactorsView): View =>
  (texts) => {
    const words = texts.account.factors;
    return {
      title: words.title,
      script,
      body: html`<h1>${words.title}</h1>
${neededBy(view, texts)}${
  view.notice === null
    ? ""
    : html`
<p class="notice" role="status" id="done" tabindex="-1">${view.notice}</p>`
}${
  view.problem === null
    ? ""
    : html`
<p class="problem" role="alert">${view.problem}</p>`
}
${passkeySection(view, texts)}
${totpSection(view, texts)}
<p class="row"><a href="/account#security">${words.back}</a></p>`,
    };
  };

const neededBy = (view: FactorsView, { account, secondFactor }: Texts): Html =>
  view.neededBy === null
    ? html`<p class="soft">${account.factors.lead}</p>`
    : html`<p>${secondFactor.totp.needed(html`<strong>${view.neededBy}</strong>`)}</p>
${declineForm(view, secondFactor.decline)}`;

function passkeySection(view: FactorsView, texts: Texts): Html {
  const { passkeys: words } = texts;
  const [only, ...others] = view.passkeys;
  const isOneDevice = only !== undefined && others.length === 0 && !only.backedUp;
  return html`<section aria-labelledby="passkeys"${
    view.account === null ? "" : html` id="passkeys-of" data-account="${JSON.stringify(view.account)}"`
  }>
<h2 id="passkeys">${words.title}</h2>
<p class="soft">${words.about}</p>
${list(
  view.passkeys.map((passkey) => passkeyRow(passkey, view, texts)),
  words.none,
)}${
  isOneDevice
    ? html`
<p class="soft small below">${words.single}</p>`
    : ""
}${newPasskeyForm(view, texts)}
</section>`;
}

function newPasskeyForm(view: FactorsView, { passkeys: words }: Texts): Html | "" {
  if (view.newPasskey === null) return "";
  const query = view.continueTo === undefined ? "" : `?${new URLSearchParams({ continue: view.continueTo })}`;
  const style = view.passkeys.length === 0 ? "main" : "quiet";
  return html`
<form method="post" action="/account/factors/passkeys" id="new-passkey" hidden data-options="${JSON.stringify(view.newPasskey)}" data-again="/account/factors${query}" data-seconds="${view.recentSeconds}" data-known="${words.known}" data-failed="${words.notMade}">${hiddenFields(view)}
<input type="hidden" name="passkey"><button type="button" class="${style}">${words.add}</button>
</form>
<p class="soft small below" id="making" role="status">${words.unavailable}</p>`;
}

function passkeyRow(passkey: Passkey, view: FactorsView, texts: Texts): Html {
  const { passkeys: words } = texts;
  const time = timesIn(texts, view.now);
  const { id, name, lastUsedAt } = passkey;
  const unseen = html`<span class="unseen">${words.unseen(name)}</span>`;
  const form = (action: string, content: Html): Html =>
    html`<form method="post" action="/account/factors/passkeys/${action}">${hiddenFields(view)}
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
    more: html`
<details>
<summary>${words.edit}${unseen}</summary>
${form(
  "rename",
  html`
<label for="name-${id}">${words.name}</label>
<input id="name-${id}" name="name" type="text" value="${name}" required maxlength="100" autocomplete="off">
<button class="quiet">${words.save}</button>`,
)}
${form(
  "remove",
  html`
<button class="danger">${words.remove}${unseen}</button>`,
)}
<p class="soft small">${words.removing}</p>
</details>`,
  });
}
