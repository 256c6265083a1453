/** Names of answers and events are matched whole, however they begin alike. */
import { Names, NOBODY, spell } from "drivers/at/names";
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
	const all = known.map((name) => spell(name));
	const names = new Names(arena, all, []);
	/** The name found at an offset of the arena where a text was put, with other bytes all around. */
	const find = (text: string, at = 41, likely?: string) => {
		arena.bytes.fill(0x58);
		arena.bytes.set(bytesOf(text), at);
		return names.find(
			at,
			all.find((it) => it.text === likely),
		)?.text;
	};
	return { find };
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
	const { find } = bench();
	const chance = new Chance(8);
	for (let turn = 0; turn < 1000; turn++) {
		const name = chance.of(known);
		t.equal(find(`${name}:`), name);
	}
	for (const name of known) t.equal(find(`${name}:`), name);
});

behaviour("the answer that is likely is looked for first, and changes nothing of what is found", (t) => {
	const { find } = bench();
	for (const likely of known) for (const name of known) t.equal(find(`${name}:`, 41, likely), name, likely);
	t.equal(find("TIMES:", 41, "TIME"), undefined);
});

behaviour("a name of which nothing can be changed says all that is known of it", (t) => {
	const name = spell("WSCNIND", 6, 3, 2);
	t.ok(Object.isFrozen(name));
	t.equal([name.text, name.length, name.listener, name.integers, name.texts], ["WSCNIND", 7, 6, 3, 2]);
	const plain = spell("GMR");
	t.equal([plain.listener, plain.integers, plain.texts, plain.shortest], [NOBODY, 0, 0, 0]);
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
