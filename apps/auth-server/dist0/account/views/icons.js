/** The account page's pictures, drawn on 24 by 24: lines, in the colour of the text. They say nothing that words do not. */
import { html } from "../../http/views/html.js";
const shapes = {
    computer: html `<rect x="3" y="4.5" width="18" height="12" rx="2"/><path d="M9 20.5h6M12 16.5v4"/>`,
    phone: html `<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M11 18.5h2"/>`,
    tablet: html `<rect x="4.5" y="2.5" width="15" height="19" rx="2.5"/><path d="M11 18.5h2"/>`,
    television: html `<rect x="2.5" y="7" width="19" height="12" rx="2"/><path d="M8 3l4 4 4-4M7 21.5h10"/>`,
    program: html `<rect x="3" y="4.5" width="18" height="15" rx="2"/><path d="M7 9.5l3 2.5-3 2.5M12.5 15H17"/>`,
    unknown: html `<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.5v.1"/>`,
    app: html `<rect x="3.5" y="3.5" width="7" height="7" rx="1.75"/><rect x="13.5" y="3.5" width="7" height="7" rx="1.75"/><rect x="3.5" y="13.5" width="7" height="7" rx="1.75"/><circle cx="17" cy="17" r="3.5"/>`,
    key: html `<circle cx="8" cy="16" r="4.5"/><path d="M11.2 12.8L20 4M16.5 7.5l3 3"/>`,
    link: html `<path d="M10 14a4.2 4.2 0 0 0 6 .4l3.2-3.2a4.2 4.2 0 0 0-6-6l-1.4 1.4M14 10a4.2 4.2 0 0 0-6-.4l-3.2 3.2a4.2 4.2 0 0 0 6 6l1.4-1.4"/>`,
    person: html `<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>`,
    clock: html `<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>`,
    letter: html `<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3.5 7.5l8.5 6 8.5-6"/>`,
    file: html `<path d="M12 3.5v11M7.5 10.5l4.5 4.5 4.5-4.5M4.5 17v2a1.5 1.5 0 0 0 1.5 1.5h12a1.5 1.5 0 0 0 1.5-1.5v-2"/>`,
    bin: html `<path d="M4.5 6.5h15M9.5 6.5v-2a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2M6.5 6.5l.8 12.6a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4l.8-12.6"/>`,
    shield: html `<path d="M12 3l7.5 2.8v5.7c0 4.4-3 8-7.5 9.5-4.5-1.5-7.5-5.1-7.5-9.5V5.8z"/><path d="M8.7 12l2.4 2.4 4.3-4.6"/>`,
    passkey: html `<circle cx="9" cy="7.5" r="4"/><path d="M2.5 20.5a6.5 6.5 0 0 1 9.5-5.8"/><circle cx="18" cy="13" r="2.75"/><path d="M18 15.75v6M18 18.75h2"/>`,
    door: html `<path d="M13.5 4H6.5a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6.5 20h7M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"/>`,
};
export const icon = (which) => html `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes[which]}</svg>`;
//# sourceMappingURL=icons.js.map