/** The one style sheet, light and dark, in an installation's accent colour. */
import { hardestPaper, inkOn } from "../branding.js";
import { accountStyles } from "./account-styles.js";
export function styleSheet({ accent: colors }) {
    const accent = (scheme) => `--accent:${colors[scheme]};--on-accent:${inkOn(colors[scheme])}`;
    return `
:root{color-scheme:light dark;--ink:#201c18;--soft:#665f57;--paper:${hardestPaper.light};--card:#fffdfa;--line:#e3dcd1;--field:#8b8377;${accent("light")};--good:#1d6b3c;--bad:#a3201d;--bad-paper:#fdeeec}
@media (prefers-color-scheme:dark){:root{--ink:#efeae3;--soft:#aaa298;--paper:#171512;--card:${hardestPaper.dark};--line:#3a352e;--field:#7d756a;${accent("dark")};--good:#7fd0a0;--bad:#ff9c92;--bad-paper:#3a1c19}}
*{box-sizing:border-box}
[hidden]{display:none}
body{margin:0;min-height:100vh;padding:clamp(1.25rem,5vw,3.5rem) 1.25rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif}
header,main{max-width:42rem;margin:0 auto}
header{display:flex;gap:.6rem;align-items:center;overflow-wrap:anywhere}
header{margin-bottom:clamp(1.5rem,6vh,3.5rem);font-weight:650;letter-spacing:.01em}
header img{flex:none;width:1.75rem;height:1.75rem;object-fit:contain}
body:has(.narrow) header{max-width:26rem}
h1{font-size:clamp(1.5rem,4vw,1.875rem);line-height:1.25;letter-spacing:-.015em;margin:0 0 .6rem;text-wrap:balance}
h1 code{font-weight:650}
h1 em{font-style:normal;color:var(--accent)}
h2{font-size:1.0625rem;margin:2.5rem 0 .75rem}
p{margin:0 0 1rem}
a{color:var(--accent);text-underline-offset:.15em}
code{font:.925em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
strong{font-weight:600}
.lead{font-size:1.125rem}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.card{background:var(--card);border:1px solid var(--line);border-radius:.875rem;padding:1.15rem 1.35rem;overflow-wrap:anywhere}
.card>:last-child{margin-bottom:0}
.narrow{max-width:26rem;margin:0 auto;padding:clamp(1.35rem,5vw,2.1rem)}
.cards,.ticks{list-style:none;margin:0;padding:0}
.cards{display:grid;gap:.75rem}
.cards p{margin:.25rem 0}
.cards form,.cards .button{margin-top:.75rem}
.ticks{margin:0 0 1.1rem;border:1px solid var(--line);border-radius:.625rem}
.ticks li{padding:.6rem .9rem .6rem 2.4rem;position:relative}
.ticks li+li{border-top:1px solid var(--line)}
.ticks li::before{content:"";position:absolute;left:1rem;top:1.05rem;width:.45rem;height:.75rem;border:solid var(--good);border-width:0 2px 2px 0;transform:rotate(45deg) translate(-.1rem,-.1rem)}
.alarming{border-color:var(--bad);background:var(--bad-paper)}
.row{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin-top:.9rem}
.spread{justify-content:space-between;margin-top:0}
.tag{border:1px solid var(--good);color:var(--good);border-radius:1rem;padding:0 .6rem;font-size:.8125rem;font-weight:400;line-height:1.6;white-space:nowrap}
label{display:block;margin:1rem 0 .3rem;font-weight:550}
label .soft{font-weight:400}
.label{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;align-items:baseline;margin:1rem 0 .3rem}
.label label{margin:0}
.card>label:first-of-type{margin-top:0}
input+.small{margin-top:.4rem}
.check{display:flex;gap:.6rem;align-items:center;font-weight:400;margin:.25rem 0 1rem}
.check input{flex:none;margin:0;width:1.15rem;height:1.15rem;accent-color:var(--accent)}
input:not([type=checkbox],.unseen),textarea{width:100%;padding:.65rem .8rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--field);border-radius:.55rem}
button,.button{font:inherit;font-weight:550;line-height:1.4;padding:.6rem 1.1rem;border-radius:.55rem;border:1px solid transparent;cursor:pointer;text-decoration:none;overflow-wrap:normal;display:inline-block;text-align:center}
button.main,.button.main{background:var(--accent);color:var(--on-accent)}
form:not(.inline)>button{margin-top:1.35rem}
form:not(.inline)>p:not(.field-problem)+button{margin-top:.35rem}
.narrow form>button{width:100%}
button.quiet,.button.quiet{background:transparent;color:var(--ink);border-color:var(--field)}
button.plain{padding:0;border:0;background:none;color:var(--accent);font-size:.875rem;font-weight:400;text-decoration:underline;text-underline-offset:.15em}
button.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
button:hover,.button:hover{filter:brightness(1.08)}
.pair{display:flex;flex-wrap:wrap;gap:.6rem;margin:1.35rem 0}
.pair:last-child{margin-bottom:0}
.pair>*{flex:1 1 8rem}
.narrow form.pair>button{width:auto;margin:0}
.button.wide{display:block}
.or{margin:1.75rem 0 1rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.or~form>label:first-of-type{margin-top:0}
.after{margin:1.35rem 0 0}
.narrow>.after{text-align:center}
.inline{display:inline-block;margin:0}
.providers{display:grid;gap:.6rem}
.narrow .providers form>button{width:100%;margin:0}
.problem,.notice,.caution{border-radius:.55rem;padding:.65rem .9rem;border:1px solid}
input[aria-invalid],textarea[aria-invalid]{border-color:var(--bad)}
.field-problem{margin:.45rem 0 0;color:var(--bad);font-size:.9375rem}
.problem{color:var(--bad);background:var(--bad-paper);border-color:currentcolor}
.notice{color:var(--good);border-color:currentcolor}
.caution{border-color:var(--line)}
.qr{display:block;width:min(100%,15rem);margin:0 auto 1rem;border-radius:.55rem}
.digits{font-variant-numeric:tabular-nums;letter-spacing:.08em}
.key{display:inline-block;margin-top:.35rem;letter-spacing:.04em}
.codes{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(11.5rem,1fr));gap:.35rem 1.25rem;margin:0 0 1.35rem;padding:.9rem 1rem;border:1px solid var(--line);border-radius:.625rem;text-align:center}
.codes code{overflow-wrap:normal;white-space:nowrap}
input.code{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;letter-spacing:.12em;text-transform:uppercase}
.code.big{font:600 clamp(1.5rem,8vw,2rem)/1.3 ui-monospace,SFMono-Regular,Menlo,monospace;letter-spacing:.1em;text-align:center;white-space:nowrap;margin:0 0 1.1rem}
.aside{margin:1.35rem 0 0}
details{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line)}
summary{width:fit-content;color:var(--soft);font-size:.875rem;cursor:pointer}
details dl{margin-top:.75rem}
details dt{margin-top:.6rem;font-weight:550}
.narrow h2{margin:1.75rem 0 .5rem}
dl{margin:0}
dt{margin-top:1.1rem}
dt:first-child{margin-top:0}
dd{margin:.1rem 0 0;color:var(--soft)}
.facts{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1.1rem;margin:0 0 1.1rem}
.facts dt,.facts dd{margin:0}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:.3rem}
${accountStyles}`;
}
//# sourceMappingURL=styles.js.map