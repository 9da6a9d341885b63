/**
 * Makes pages that are whole without it more comfortable; each part says with what. It asks the server for nothing,
 * but on the page of a test's question, and leaves nothing in the browser but the memory of a tab, which ends with
 * it and when its reader leaves. It is sent as one file with its parts (docs/adr/0003).
 */

import { comeAgain } from "./pagina/again.js";
import { saveAsGiven } from "./pagina/answer.js";
import { runClock } from "./pagina/clock.js";
import { gridKeys } from "./pagina/grid.js";
import { chooseRows, workableList } from "./pagina/list.js";
import { countMarked, forget, guardUnsaved, keepUnsaved } from "./pagina/marks.js";
import { movable } from "./pagina/month.js";
import { showable } from "./pagina/password.js";
import { shrinkPhotos } from "./pagina/photo.js";
import { searchableChecks, searchableSelect } from "./pagina/pick.js";
import { livePlan } from "./pagina/plan.js";
import { revealWhen } from "./pagina/reveal.js";
import { tellSending } from "./pagina/sending.js";
import { shareable } from "./pagina/share.js";
import { runningSum } from "./pagina/sum.js";
import { touchTip } from "./pagina/tip.js";

const each = (selector, help) => document.querySelectorAll(selector).forEach(help);
each('form[action="/salir"]', forget);
each("form[data-keep]", keepUnsaved);
each("form[data-keep], form[data-guard]", guardUnsaved);
each("form[data-save]", saveAsGiven);
each("[data-left]", runClock);
each("[data-marked]", countMarked);
each("html[data-again]", comeAgain);
each("table[data-grid]", gridKeys);
each("[data-list]", workableList);
each("table[data-holidays]", livePlan);
each("table[data-moves]", movable);
each("[data-sum]", runningSum);
each(".choices--many", searchableChecks);
each("select:not(.input--cell)", searchableSelect);
each("[data-when]", revealWhen);
each("[data-share]", shareable);
each("main svg", touchTip);
each("form[data-choose]", chooseRows);
each('form[enctype="multipart/form-data"]', tellSending);
each("input[type=password]", showable);
each('input[type=file][accept*="image/jpeg"]:not([accept*="svg"])', shrinkPhotos);
