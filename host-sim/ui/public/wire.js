/** The wire as a list of which only what is in sight exists: ten thousand rows cost no more than forty. */
import { by, element, following, framed, grouped, seconds } from "./dom.js";
import { groups, Rows } from "./rows.js";

/** @import { Part, Row } from "../messages" */

/** As --row of style.css. */
const HEIGHT = 22;
const HINT = "Choose a row to read all of it, and what it means.";
/** Rows above and below what is in sight. */
const MARGIN = 6;

export class Wire {
	#rows = new Rows();
	#list = by("rows");
	#space = by("space");
	#filter = /** @type {HTMLInputElement} */ (by("filter"));
	#pause = by("pause");
	#newest = by("newest");
	#hidden = /** @type {Set<string>} */ (new Set());
	/** The elements, by the number of the row that each shows. */
	#elements = /** @type {Map<number, HTMLElement>} */ (new Map());
	/** The number of the row that was chosen. */
	#chosen = -1;
	#end = following(this.#list, () => this.#draw());
	/** How many of the shown rows are looked at while paused. */
	#paused = /** @type {number | undefined} */ (undefined);
	#draw = framed(() => this.#render());

	constructor() {
		for (const { name, kinds, colour } of groups) this.#offer(name, kinds, colour);
		this.#filter.addEventListener("input", () => this.#refilter());
		this.#pause.addEventListener("click", () => this.#switchPause());
		this.#newest.addEventListener("click", () => this.#follow());
		this.#list.addEventListener("click", (event) => this.#clicked(event));
		this.#list.addEventListener("keydown", (event) => this.#key(event));
		new ResizeObserver(this.#draw).observe(this.#list);
		this.#choose(-1);
	}

	/** @param {number} limit rows kept */
	set limit(limit) {
		this.#rows.limit = limit;
	}

	/** @param {Part<Row>} part */
	add(part) {
		const gone = this.#rows.add(part);
		if (gone && this.#paused !== undefined) this.#paused = Math.max(0, this.#paused - gone);
		// what is being read stays where it is
		if (gone && !this.#end.follows) this.#list.scrollTop -= gone * HEIGHT;
		this.#draw();
	}

	/** How many rows can be looked at. */
	get #count() {
		return this.#paused ?? this.#rows.shown.length;
	}

	/**
	 * @param {string} name
	 * @param {readonly string[]} kinds
	 * @param {string} colour
	 */
	#offer(name, kinds, colour) {
		const button = element("button", { text: name, class: colour });
		button.type = "button";
		button.setAttribute("aria-pressed", "true");
		button.addEventListener("click", () => {
			const isShown = button.getAttribute("aria-pressed") === "true";
			button.setAttribute("aria-pressed", String(!isShown));
			for (const kind of kinds) {
				if (isShown) this.#hidden.add(kind);
				else this.#hidden.delete(kind);
			}
			this.#refilter();
		});
		by("kinds").append(button);
	}

	#refilter() {
		this.#rows.filter(this.#filter.value, this.#hidden);
		if (this.#paused !== undefined) this.#paused = this.#rows.shown.length;
		this.#forget();
		this.#draw();
	}

	#switchPause() {
		this.#paused = this.#paused === undefined ? this.#rows.shown.length : undefined;
		this.#pause.setAttribute("aria-pressed", String(this.#paused !== undefined));
		this.#draw();
	}

	#follow() {
		this.#end.follows = true;
		if (this.#paused !== undefined) this.#switchPause();
		this.#draw();
	}

	/** @param {MouseEvent} event */
	#clicked({ target }) {
		const row = target instanceof Element ? target.closest(".row") : null;
		if (row instanceof HTMLElement) this.#choose(Number(row.dataset.number));
	}

	/** @param {KeyboardEvent} event */
	#key(event) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const page = Math.max(1, Math.floor(this.#list.clientHeight / HEIGHT) - 1);
		/** @type {{ [key: string]: number }} */
		const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.#count, End: this.#count };
		const step = steps[event.key];
		if (step !== undefined) this.#move(step);
		else if (event.key === "p") this.#switchPause();
		else if (event.key === "/") this.#filter.focus();
		else if (event.key === "Escape") this.#choose(-1);
		else return;
		event.preventDefault();
	}

	/** @param {number} step */
	#move(step) {
		const { shown } = this.#rows;
		const last = this.#count - 1;
		if (last < 0) return;
		const at = shown.indexOf(this.#chosen);
		const { scrollTop, clientHeight } = this.#list;
		// from what is in sight, when none is chosen
		const edge = step > 0 ? Math.ceil(scrollTop / HEIGHT) - 1 : Math.floor((scrollTop + clientHeight) / HEIGHT);
		const index = Math.min(last, Math.max(0, (at < 0 ? edge : at) + step));
		this.#choose(shown[index]);
		const top = index * HEIGHT;
		if (top < scrollTop) this.#list.scrollTop = top;
		else if (top + HEIGHT > scrollTop + clientHeight) this.#list.scrollTop = top + HEIGHT - clientHeight;
	}

	/** @param {number} number of a row; -1: none */
	#choose(number) {
		this.#chosen = number;
		const row = this.#rows.row(number);
		by("detail").replaceChildren(...(row ? details(row) : [element("p", { text: HINT })]));
		// one that is being read does not move away
		if (row && this.#end.follows && this.#paused === undefined) this.#end.follows = false;
		this.#draw();
	}

	#forget() {
		for (const it of this.#elements.values()) it.remove();
		this.#elements.clear();
	}

	#render() {
		const { shown } = this.#rows;
		const count = this.#count;
		this.#space.style.height = `${count * HEIGHT}px`;
		this.#end.toEnd();
		const { scrollTop, clientHeight } = this.#list;
		const first = Math.max(0, Math.floor(scrollTop / HEIGHT) - MARGIN);
		const last = Math.min(count, Math.ceil((scrollTop + clientHeight) / HEIGHT) + MARGIN);
		const wanted = new Map(shown.slice(first, last).map((number, index) => [number, first + index]));
		for (const [number, it] of this.#elements) {
			if (wanted.has(number)) continue;
			it.remove();
			this.#elements.delete(number);
		}
		for (const [number, index] of wanted) this.#place(number, index, count);
		const active = this.#elements.get(this.#chosen);
		if (active) this.#list.setAttribute("aria-activedescendant", active.id);
		else this.#list.removeAttribute("aria-activedescendant");
		this.#newest.hidden = this.#end.follows && this.#paused === undefined;
		this.#tellCount(count);
	}

	/**
	 * @param {number} number
	 * @param {number} index among those that are shown
	 * @param {number} count how many those are
	 */
	#place(number, index, count) {
		let it = this.#elements.get(number);
		if (!it) {
			it = rowElement(this.#rows.row(number), number);
			this.#elements.set(number, it);
			this.#space.append(it);
		}
		it.style.transform = `translateY(${index * HEIGHT}px)`;
		it.setAttribute("aria-posinset", String(index + 1));
		it.setAttribute("aria-setsize", String(count));
		it.setAttribute("aria-selected", String(number === this.#chosen));
	}

	/** @param {number} count */
	#tellCount(count) {
		const { kept, shown } = this.#rows;
		const waiting = shown.length - count;
		const of = shown.length === kept ? "" : ` of ${grouped(kept)}`;
		by("count").textContent = `${grouped(count)}${of} rows${waiting ? `, ${grouped(waiting)} new` : ""}`;
	}
}

/** @param {Row} row */
const hasFailed = ({ kind, code }) => (kind === "result" || kind === "event") && Boolean(code);

/**
 * What a row means, in a line.
 * @param {Row} row
 */
function explained({ kind, chapter, meaning, took }) {
	const parts = [chapter && `reference ${chapter}`, meaning, took !== undefined && `after ${took.toFixed(0)} ms`];
	return [kind, ...parts.filter(Boolean)].join(" · ");
}

/**
 * @param {Row} row
 * @param {number} number
 */
function rowElement(row, number) {
	const { kind, direction, time, text } = row;
	const toModule = direction === "toModule";
	const colour = hasFailed(row) ? "failed" : kind === "result" ? "answer" : kind;
	const it = element(
		"div",
		{ class: `row ${colour}`, title: explained(row) },
		element("span", { class: "time", text: seconds(time).padStart(8) }),
		element("span", { class: "unseen", text: toModule ? "to the module" : "to the host" }),
		new Text(`${toModule ? "→" : "←"} ${text}`),
	);
	it.id = `row-${number}`;
	it.dataset.number = String(number);
	it.dataset.kind = kind;
	it.setAttribute("role", "option");
	return it;
}

/** @param {Row} row */
function details(row) {
	const { time, direction, text } = row;
	const where = `${seconds(time)} s, ${direction === "toModule" ? "to the module" : "to the host"}: ${explained(row)}`;
	return [element("p", {}, element("code", { text })), element("p", { text: where })];
}
