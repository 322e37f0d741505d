/** The account's part of the style sheet. */
export const accountStyles = `
.account-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:.75rem 1.5rem;overflow-wrap:anywhere}
.account-head p{margin:0}
.account-head+.soft{margin:1.5rem 0 1.25rem;text-wrap:pretty}
.account-nav{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:1.25rem 0 0;padding:.75rem 0;border-block:1px solid var(--line)}
section>h2{scroll-margin-top:1rem}
section>h2:has(+.soft){margin-bottom:.2rem}
section>h2+.soft{margin-bottom:.9rem;text-wrap:pretty}
.notice{scroll-margin-top:6.5rem}
.rows{list-style:none;margin:0;padding:0;background:var(--card);border:1px solid var(--line);border-radius:.875rem;overflow-wrap:anywhere}
.rows li{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:.25rem 1rem;align-items:center;padding:1.05rem 1.25rem}
.rows li+li{border-top:1px solid var(--line)}
.rows li:first-child{border-radius:.8rem .8rem 0 0}
.rows li:last-child{border-radius:0 0 .8rem .8rem}
.rows li:only-child{border-radius:.8rem}
.rows p{margin:0}
.rows .name{display:flex;flex-wrap:wrap;gap:.15rem .6rem;align-items:center}
.rows .facts{display:flex;flex-wrap:wrap;gap:0 1.1rem}
.rows .small{margin-top:.15rem}
.what{align-self:start}
.icon{width:1.6rem;height:1.6rem;align-self:start;margin-top:.05rem;fill:none;stroke:var(--soft);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.do{display:flex;flex-direction:column;align-items:stretch;gap:.5rem}
.do button,.do .button{width:100%;padding:.45rem .95rem}
.rows details{margin-top:.35rem;padding:0;border:0}
.rows details form{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.75rem}
.rows details label{flex:1 0 100%;margin:0}
.rows details input{flex:1 1 12rem;width:auto}
.rows details form>button{margin:0}
.rows details .small{margin-top:.6rem}
.below{margin:1rem 0 0}
.button.danger{color:var(--bad);border-color:var(--bad)}
time{white-space:nowrap}
time[title]{text-decoration:underline dotted color-mix(in srgb,currentcolor 45%,transparent);text-underline-offset:.2em;cursor:help}
.notice:focus{outline:none}
.profile fieldset{margin:0;padding:0;border:0;min-width:0}
.profile fieldset+fieldset{margin-top:2.5rem}
.profile legend{margin-bottom:.75rem;padding:0;font-size:1.0625rem;font-weight:650}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1.1rem 1.25rem}
.fields label{margin-top:0}
.fields p{margin:.35rem 0 0}
.fields .wide,.fields>:first-child:not(:only-child){grid-column:1/-1}
textarea{display:block;min-height:4.9rem;resize:vertical}
.choices{display:grid;gap:.6rem;margin-top:1.35rem}
.choices .danger{background:var(--bad);border-color:var(--bad);color:var(--card)}
.ends{margin:0 0 1rem;padding-left:1.15rem}
@media (max-width:34rem){.rows li{grid-template-columns:auto minmax(0,1fr);padding:1rem}.do{grid-column:2;justify-self:start;margin-top:.6rem}}
`;
//# sourceMappingURL=account-styles.js.map