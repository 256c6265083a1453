/** Light, dark, or as the system has it. */
import { by } from "./dom.js";

/** @param {() => void} onChange called when colours have changed */
export function chooseTheme(onChange) {
	const choice = /** @type {HTMLSelectElement} */ (by("theme"));
	const apply = () => {
		if (choice.value) document.documentElement.dataset.theme = choice.value;
		else delete document.documentElement.dataset.theme;
		onChange();
	};
	choice.value = localStorage.getItem("theme") ?? "";
	choice.addEventListener("change", () => {
		localStorage.setItem("theme", choice.value);
		apply();
	});
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
	apply();
}
