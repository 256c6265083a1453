/** Names of answers and events are matched whole, however they begin alike. */
import { Names } from "drivers/at/names";
import { Arena } from "drivers/uart/arena";
import { behaviour, type Test } from "testing/behaviour";
import { bytesOf, Chance } from "tests/device/uart-support";

// those of the reference, its longest and shortest, and all that begin alike
const known = [
	...["GMI", "GMM", "GMR", "VER", "CFG", "CFGCP", "TIME", "SYSTIME", "IPR"],
	...["WSTA", "WSTAC", "WSTALU", "WSTALD", "WSTAAIP", "WSTAERR", "WAP", "WAPC", "WAPSC", "WAPSD", "WAPAIP"],
	...["WSCN", "WSCNC", "WSCNIND", "WSCNDONE", "WSCNERROR", "NETIFC", "DHCPSC", "NVMEMTLSC"],
	...["SOCKO", "SOCKIND", "SOCKCL", "SOCKC", "SOCKLST", "SOCKRXT", "SOCKRXU", "SOCKRD", "SOCKERR", "SOCKTLS"],
	...["MQTT", "MQTTC", "MQTTCONN", "MQTTPUB", "MQTTPUBACC", "MQTTPUBCOMP", "MQTTPUBERR", "MQTTSUB", "MQTTUNSUB"],
	...["DNSC", "DNSRESOLV", "DNSERROR", "PING", "PINGERR", "ASSOC", "LOADCERT", "TLSC", "OTA", "X"],
];

function bench() {
	const arena = new Arena(128);
	const names = new Names(arena);
	for (const name of known) names.of(name);
	/** The name found at an offset of the arena where a text was put, with other bytes all around. */
	const find = (text: string, at = 41) => {
		arena.bytes.fill(0x58);
		arena.bytes.set(bytesOf(text), at);
		return names.find(at)?.text;
	};
	return { names, find };
}

const unknown = (t: Test, find: (text: string) => string | undefined, text: string) =>
	t.equal(find(text), undefined, JSON.stringify(text));

behaviour("every name is found before a colon, an equals sign and the line's end, at every alignment", (t) => {
	const { find } = bench();
	for (const name of known) {
		for (const behind of [":1,7\r\n", ':"a"\r\n', "=1\r\n", "\r\n", "\n", " \r\n"]) {
			for (const at of [40, 41, 42, 43]) t.equal(find(name + behind, at), name);
		}
	}
});

behaviour("no prefix of a name is taken for it, and nothing longer", (t) => {
	const { find } = bench();
	for (const name of known) {
		for (let length = 0; length < name.length; length++) {
			const prefix = name.slice(0, length);
			t.equal(find(`${prefix}:1\r\n`), known.includes(prefix) ? prefix : undefined, prefix);
		}
		for (const more of ["X", "0", "_", ",", '"', "\u00ff", "Q:"]) unknown(t, find, `${name}${more}:1\r\n`);
	}
});

behaviour("a name with another letter anywhere is unknown, in lower case too", (t) => {
	const { find } = bench();
	for (const name of known) {
		for (let i = 0; i < name.length; i++) {
			for (const letter of ["Q", "\0", "\u00c1", ":", " "]) {
				const other = name.slice(0, i) + letter + name.slice(i + 1);
				if (other === name) continue;
				const head = name.slice(0, i);
				const expected = (letter === ":" || letter <= " ") && known.includes(head) ? head : undefined;
				t.equal(find(`${other}:1\r\n`), expected, other);
			}
		}
		unknown(t, find, `${name.toLowerCase()}:1\r\n`);
	}
});

behaviour("what was found last is looked for first, and all stay known", (t) => {
	const { find, names } = bench();
	const chance = new Chance(8);
	for (let turn = 0; turn < 1000; turn++) {
		const name = chance.of(known);
		t.equal(find(`${name}:`), name);
	}
	for (const name of known) t.equal(names.of(name).text, find(`${name}:`), name);
});

behaviour("asked for the same text, there is one name", (t) => {
	const { names } = bench();
	const name = names.of("SOCKRXT");
	name.handler = () => {};
	t.ok(names.of("SOCKRXT").handler === name.handler);
	t.equal(names.of("NEW").handler, undefined);
});

behaviour("random letters are found if and only if they are a name", (t) => {
	const chance = new Chance(9);
	const { find } = bench();
	for (let turn = 0; turn < 3000; turn++) {
		let text = "";
		for (let i = chance.below(12); i >= 0; i--) text += chance.of([..."MQTPUBACSOKRXW"]);
		t.equal(find(`${text}:`), known.includes(text) ? text : undefined, text);
	}
});
