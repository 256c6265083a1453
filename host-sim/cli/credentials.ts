/** Keeps credentials out of whatever is shown. */

/** Commands and answers whose value is a credential (reference 5.1.3, 5.3.3, 7.11.3), and MQTT's password. */
const credentials = [
	/(W(?:STA|AP)C[=:] *0*3 *,).*/s,
	/(MQTTC[=:] *0*5 *,).*/s,
	/(TLSC=[^,]*, *0*4 *,).*/s,
	/(TLSC:(?:\d+,)? *0*4 *,).*/s,
];

/** A line of AT traffic as it may be shown: `AT+WSTAC=3,…`. Works on echoes and torn lines as well. */
export function masked(line: string): string {
	for (const pattern of credentials) line = line.replace(pattern, "$1…");
	return line;
}

/** Shorter ones would blank out half of every line; WPA wants 8 at least. */
const SHORTEST_SECRET = 4;

/** Makes a function that replaces these very secrets, plain or in hex, wherever they turn up. */
export function redactor(secrets: readonly string[]): (text: string) => string {
	const forms = secrets
		.filter((secret) => secret.length >= SHORTEST_SECRET)
		.flatMap((secret) => {
			const hex = Buffer.from(secret).toString("hex");
			return [secret, hex, hex.toUpperCase()];
		});
	return (text) => forms.reduce((result, form) => result.replaceAll(form, "…"), text);
}
