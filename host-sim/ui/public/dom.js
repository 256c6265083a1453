/** Small things that every part of the page needs. */

/**
 * @param {string} id
 * @returns {HTMLElement} which is in index.html
 */
export const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * An element. Text is set as text: nothing that went over a wire is ever taken for HTML.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {{ class?: string, text?: string, title?: string }} [given]
 * @param {...Node} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, given = {}, ...children) {
	const made = document.createElement(name);
	if (given.class) made.className = given.class;
	if (given.text !== undefined) made.textContent = given.text;
	if (given.title) made.title = given.title;
	made.append(...children);
	return made;
}

/**
 * Calls `work` before the next frame, once, however often it is asked for.
 * @param {() => void} work
 */
export function framed(work) {
	let asked = false;
	return () => {
		if (asked) return;
		asked = true;
		requestAnimationFrame(() => {
			asked = false;
			work();
		});
	};
}

/**
 * Has a list go with what is new at its end, until somebody scrolls back in it, and again when it is at its end.
 * @param {HTMLElement} list
 * @param {() => void} [onScroll]
 * @returns {{ follows: boolean, toEnd: () => void }} `toEnd` is to be called after something was added
 */
export function following(list, onScroll) {
	const it = {
		follows: true,
		toEnd() {
			if (it.follows) list.scrollTop = list.scrollHeight;
		},
	};
	let before = 0;
	const look = () => {
		const { scrollTop, clientHeight, scrollHeight } = list;
		if (scrollTop + clientHeight >= scrollHeight - 20) it.follows = true;
		else if (scrollTop < before) it.follows = false;
		before = scrollTop;
		onScroll?.();
	};
	list.addEventListener("scroll", look, { passive: true });
	new ResizeObserver(() => it.toEnd()).observe(list);
	return it;
}

/** The time that is shown as 0. */
let zero = 0;

/** @param {number} time of the run */
export function countFrom(time) {
	zero = time;
}

/**
 * @param {number} time of the run, in milliseconds
 * @param {number} [digits]
 */
export const seconds = (time, digits = 3) => ((time - zero) / 1000).toFixed(digits);

/** @param {number} count */
export const grouped = (count) => count.toLocaleString("en");
