/** Buttons that break things. */
import { by, element } from "./dom.js";

/** @import { Choice } from "../messages" */

const token = document.querySelector("meta[name=token]")?.getAttribute("content") ?? "";

/**
 * Begins a fault, or ends it when it is under way.
 * @param {string} fault
 */
async function press(fault) {
	const announcer = by("announcer");
	try {
		const headers = { "Content-Type": "application/json", "X-Token": token };
		const answer = await fetch("command", { method: "POST", headers, body: JSON.stringify({ fault }) });
		if (answer.ok) return;
		announcer.textContent = await answer.text();
	} catch {
		announcer.textContent = "the run cannot be reached";
	}
	announcer.className = "error";
}

export class Faults {
	/** @type {Map<string, { button: HTMLButtonElement, choice: Choice }>} */
	#buttons = new Map();
	#select = /** @type {HTMLSelectElement} */ (by("other"));
	/** When those under way end, on this page's clock. */
	#ends = /** @type {Map<string, number>} */ (new Map());
	#ticking = 0;

	constructor() {
		by("others").addEventListener("submit", (event) => {
			event.preventDefault();
			press(this.#select.value);
		});
	}

	/** @param {readonly Choice[]} choices */
	offer(choices) {
		this.#buttons.clear();
		by("common").replaceChildren(...choices.filter(({ common }) => common).map((it) => this.#button(it)));
		this.#select.replaceChildren(...choices.filter(({ common }) => !common).map(option));
		const isPossible = choices.some(({ impossible }) => !impossible);
		for (const it of [this.#select, ...by("others").querySelectorAll("button")]) it.disabled = !isPossible;
		if (!isPossible) by("announcer").textContent = choices[0]?.impossible ?? "";
	}

	/**
	 * @param {readonly { name: string, until: number }[]} faults
	 * @param {number} now on the same clock
	 */
	running(faults, now) {
		this.#ends = new Map(faults.map(({ name, until }) => [name, performance.now() + until - now]));
		this.#tick();
	}

	/** @param {Choice} choice */
	#button(choice) {
		const { name, label, what, impossible } = choice;
		const button = element("button", { text: label, title: impossible ?? what });
		button.type = "button";
		button.dataset.fault = name;
		button.disabled = Boolean(impossible);
		button.setAttribute("aria-pressed", "false");
		button.addEventListener("click", () => press(name));
		this.#buttons.set(name, { button, choice });
		return button;
	}

	/** Counts down what is under way. */
	#tick() {
		clearTimeout(this.#ticking);
		for (const [name, { button, choice }] of this.#buttons) {
			const end = this.#ends.get(name);
			const left = end === undefined ? 0 : Math.max(1, Math.ceil((end - performance.now()) / 1000));
			const text = left ? `${choice.label}: ${left} s` : choice.label;
			if (button.textContent !== text) button.textContent = text;
			button.setAttribute("aria-pressed", String(left > 0));
		}
		if (this.#ends.size) this.#ticking = setTimeout(() => this.#tick(), 250);
	}
}

/** @param {Choice} choice */
function option({ name, label, what, impossible }) {
	const it = element("option", { text: `${label}: ${what}`, title: impossible ?? "" });
	it.value = name;
	it.disabled = Boolean(impossible);
	return it;
}
