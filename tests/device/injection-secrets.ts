// What must not be seen never is, whatever the module says of it: it refuses it, quotes it, or sends it back as an echo.
import { behaviour, type Test } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import type { WFI32 } from "wfi32/provider";
import { encode } from "wfi32/text";

const SECRETS = ["correct horse battery", 'back\\slash "quoted" tail', "Schlüssel, geheim"];
const HALF = 8;

type Fail = (error: Error) => void;

/** Who gives the module something secret, and by which command. */
const USERS: { [who: string]: { command: string; use(wfi32: WFI32, secret: string, onError: Fail): void } } = {
	"a network's password": {
		command: "AT+WSTAC=3,",
		use: (wfi32, password, onError) => new wfi32.WiFi({ onError }).connect({ SSID: "home", password }),
	},
	"an access point's password": {
		command: "AT+WAPC=3,",
		use: (wfi32, password, onError) => new wfi32.AccessPoint({ SSID: "mine", password, onError }),
	},
	"the name of a broker's user": {
		command: "AT+MQTTC=4,",
		use: (wfi32, user, onError) => new wfi32.MQTTClient({ host: "192.0.2.10", user, onError }),
	},
	"a key's password": {
		command: "AT+TLSC=1,4,",
		use: (wfi32, clientKeyPassword, onError) => {
			const tls = { ca: "our-ca", clientCertificate: "mine", clientKey: "mine", clientKeyPassword };
			new wfi32.TLS({ address: "192.0.2.1", port: 443, tls: { host: "host.example", ...tls }, onError });
		},
	},
};

const bytes = (text: string) => String.fromCharCode(...encode(text));
const hex = (text: string) => Array.from(encode(text), (it) => `0${it.toString(16)}`.slice(-2)).join("");
const quoted = (text: string) => bytes(text).replace(/["\\]/g, "\\$&");

/** What the module answers to such a command. */
const ANSWERS: { [how: string]: (command: string, secret: string) => string } = {
	"refused, quoting it": (_command, secret) => `ERROR:7,"Cannot store ${quoted(secret)}"\r\n`,
	"refused, quoting it in hex": (_command, secret) => `ERROR:7,"Cannot store ${hex(secret)}"\r\n`,
	"refused, quoting the command": (command) => `ERROR:7,"${quoted(command)}"\r\n`,
	"refused, quoting the command as it is": (command) => `ERROR:7,"${command}"\r\n`,
	"refused after its echo": (command) => `${command}\r\nERROR:7,"Configuration error"\r\n`,
	"refused after its echo, behind the prompt": (command) => `>${command}\r\nERROR:7\r\n`,
	"refused after an echo that is torn": (command) =>
		`${command.slice(0, 20)}\r\n+TIME:1\r\n${command.slice(20)}\r\nERROR:7\r\n`,
	"echoed, without a result": (command) => `${command}\r\n`,
	"said on a line of its own": (_command, secret) => `${bytes(secret)}\r\n+WSTAC:3,"${quoted(secret)}"\r\nERROR:7\r\n`,
};

async function refused(t: Test, who: string, how: string, secret: string): Promise<void> {
	const { command, use } = USERS[who];
	let told = "";
	let failed = false;
	let typed = "";
	const script = new Script((line) => {
		if (!line.startsWith(command)) return undefined;
		typed = line;
		return ANSWERS[how](line, secret);
	});
	const wfi32 = script.provider({
		certificates: ["our-ca", "mine"],
		onUnexpected: (fault, name) => {
			told += `${fault} ${name}\n`;
		},
		onError: (error) => {
			told += `${error}\n`;
		},
	});
	use(wfi32, secret, (error) => {
		failed = true;
		const { message, stack } = error;
		told += `${error} ${message} ${stack} ${JSON.stringify(error)}\n`;
	});
	const why = `${how}: ${secret}`;
	await t.until(() => failed, 60_000, why);
	await t.advance(1000);
	t.ok(typed !== "", `${command} was sent`);
	const forms = [secret, bytes(secret), hex(secret), quoted(secret)];
	for (const it of [...forms, ...forms.map((form) => form.slice(0, HALF)), ...forms.map((form) => form.slice(-HALF))])
		t.ok(!told.toLowerCase().includes(it.toLowerCase()), `${why}: told ${told}`);
	wfi32.close();
}

for (const who of Object.keys(USERS)) {
	behaviour(`${who} is in no error and no report`, async (t) => {
		for (const how of Object.keys(ANSWERS)) for (const secret of SECRETS) await refused(t, who, how, secret);
	});
}
