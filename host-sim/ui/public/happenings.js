/** What happened, and what the firmware did about it. */
import { by, element, following, seconds } from "./dom.js";

/** @import { Happening } from "../messages" */

/** Older ones make room. */
const KEPT = 500;

export class Happenings {
	#list = by("log");
	#end = following(this.#list);

	/** @param {readonly Happening[]} happenings */
	add(happenings) {
		const list = this.#list;
		list.append(...happenings.slice(-KEPT).map(line));
		while (list.childElementCount > KEPT) list.firstElementChild?.remove();
		this.#end.toEnd();
		const last = happenings.findLast(({ voice }) => voice === "outcome" || voice === "fault");
		if (last) announce(last);
	}
}

/** @param {Happening} happening */
function line({ at, voice, text }) {
	return element(
		"li",
		{ class: voice },
		element("span", { class: "time", text: seconds(at, 1) }),
		element("span", { class: "voice", text: voice }),
		element("span", { text, title: voice === "broker" ? text : "" }),
	);
}

/** @param {Happening} happening */
function announce({ voice, text }) {
	const announcer = by("announcer");
	announcer.className = voice;
	announcer.textContent = text;
}
