/** The page: what the stream brings goes to its parts. */
import { by, countFrom } from "./dom.js";
import { Faults } from "./faults.js";
import { Happenings } from "./happenings.js";
import { Plots } from "./plots.js";
import { State } from "./state.js";
import { chooseTheme } from "./theme.js";
import { Wire } from "./wire.js";

/** @import { Update } from "../messages" */

const faults = new Faults();
const wire = new Wire();
const state = new State();
const happenings = new Happenings();
const plots = new Plots();
chooseTheme(() => plots.repaint());

let run = "";

/** @param {Update} update */
function take(update) {
	const { about, rows, samples, happenings: happened } = update;
	if (about) {
		// the server is another than the one this page came from
		if (run && run !== about.id) return location.reload();
		run = about.id;
		countFrom(about.zero);
		by("title").textContent = about.title;
		document.title = about.title ? `WFI32: ${about.title}` : "WFI32";
		wire.limit = about.limits.rows;
		plots.limit = about.limits.samples;
		faults.offer(about.choices);
	}
	if (rows) wire.add(rows);
	if (samples) plots.add(samples.items);
	if (happened) happenings.add(happened.items);
	if (update.state) state.show(update.state);
	if (update.faults) faults.running(update.faults, update.now);
}

const stream = new EventSource("events");
const connection = by("connection");
stream.addEventListener("open", () => {
	connection.className = "live";
	connection.textContent = "live";
});
stream.addEventListener("error", () => {
	connection.className = "lost";
	connection.textContent = "the run has ended, or cannot be reached";
});
stream.addEventListener("message", ({ data }) => take(JSON.parse(data)));
