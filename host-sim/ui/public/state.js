/** The state as the driver believes it to be, beside that which the module is in. */
import { by, element } from "./dom.js";

/** @import { ModuleView, State as Both } from "../messages" */

/** @typedef {{ main: string, more?: string }} Line */
/** @typedef {NonNullable<Both["driver"]>} Driver */

/** The driver's words for what the module calls otherwise. */
const alike = new Map([
	["up", "connected"],
	["linked", "connected"],
	["configuring", "off"],
]);

/** @param {string} driver @param {string} module */
const differs = (driver, module) => driver !== module && alike.get(driver) !== module;

/** @param {{ SSID?: string, BSSID?: string, channel?: number, address?: string }} wifi */
const network = ({ SSID, BSSID, channel, address }) =>
	[SSID, address, BSSID, channel && `channel ${channel}`].filter(Boolean).join(" · ");

/**
 * @param {number} count
 * @param {string} what
 */
const counted = (count, what) => (count ? ` · ${count} ${what}` : "");

/** @type {{ name: string, driver: (it: Driver) => Line[], module: (it: ModuleView) => Line[], differs?: (driver: Driver, module: ModuleView) => boolean }[]} */
const parts = [
	{
		name: "Module",
		driver: ({ answers }) => [{ main: answers ? "answers" : "does not answer" }],
		module: ({ power }) => [{ main: power }],
		differs: ({ answers }, { power }) => answers !== (power === "on"),
	},
	{
		name: "Wi-Fi",
		driver: ({ wifi }) => [{ main: wifi.state, more: network(wifi) }],
		module: ({ wifi }) => [{ main: wifi.state, more: network(wifi) }],
		differs: (driver, module) => differs(driver.wifi.state, module.wifi.state),
	},
	{
		name: "MQTT",
		driver: ({ mqtt }) => [{ main: mqtt }],
		module: ({ mqtt }) => [{ main: mqtt.state, more: mqtt.subscriptions.join(", ") }],
		differs: (driver, module) => differs(driver.mqtt, module.mqtt.state),
	},
	{
		name: "Sockets",
		driver: ({ sockets }) =>
			sockets.map(({ kind, id, state, remote, tls, unread, unsent }) => ({
				main: `${id < 0 ? "" : `${id}: `}${kind} ${state}`,
				more: `${remote}${tls ? " · TLS" : ""}${counted(unread, "unread")}${counted(unsent, "unsent")}`,
			})),
		module: ({ sockets }) =>
			sockets.map(({ kind, id, state, remote, tls, unread }) => ({
				main: `${id}: ${kind} ${state}`,
				more: `${remote}${tls ? " · TLS" : ""}${counted(unread, "unread")}`,
			})),
		differs: (driver, module) =>
			String(driver.sockets.map(({ id }) => id).sort()) !== String(module.sockets.map(({ id }) => id).sort()),
	},
	{
		name: "TLS",
		driver: ({ tls }) => tls.map(({ index, users }) => ({ main: `configuration ${index}`, more: `${users} in use` })),
		module: ({ tls }) =>
			tls.map(({ configuration, sessions }) => ({
				main: `configuration ${configuration}`,
				more: `${sessions} sessions`,
			})),
	},
];

export class State {
	#sides = by("sides");
	#counters = by("counters");

	/** @param {Both} state */
	show({ driver, module, why }) {
		const rows = parts.map((part, index) => {
			const cells = [driver && part.driver(driver), module && part.module(module)].map((lines) => cell(lines));
			const title = element("th", { text: part.name });
			title.scope = "row";
			const row = element("tr", {}, title, ...cells);
			if (driver && module && part.differs?.(driver, module)) {
				row.className = "differs";
				row.title = "The two sides differ: something is on its way, or wrong.";
				title.append(element("span", { class: "unseen", text: ", the sides differ" }), new Text(" ≠"));
			}
			if (index === 0)
				[driver ? "" : why.driver, module ? "" : why.module].forEach((text, side) => {
					if (text) cells[side].textContent = text;
				});
			return row;
		});
		this.#sides.replaceChildren(...rows);
		this.#counters.replaceChildren(...Object.entries(driver?.counters ?? {}).map(counter));
	}
}

/** @param {Line[] | null} lines */
function cell(lines) {
	if (!lines) return element("td");
	if (!lines.length) return element("td", { class: "more", text: "none" });
	return element(
		"td",
		{},
		...lines.map(({ main, more }) =>
			element("div", {}, new Text(main), ...(more ? [element("div", { class: "more", text: more })] : [])),
		),
	);
}

/** @param {[string, number]} counter */
function counter([name, value]) {
	const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return element("div", {}, element("dt", { text: words }), element("dd", { text: value.toLocaleString("en") }));
}
