/** Takes the parameters of a line apart, loosely: what is wrong with a line is for the module and the driver to say. */

/**
 * The parameters of a line, as they stand there, without blanks around them.
 * @param text what follows the `=` or the `:`
 * @param most as many at most: the last takes the rest, commas and all
 */
export function splitFields(text: string, most = Number.POSITIVE_INFINITY): string[] {
	const fields: string[] = [];
	let from = 0;
	let quoted = false;
	for (let i = 0; i < text.length && fields.length + 1 < most; i++) {
		const character = text[i];
		if (quoted && character === "\\") i++;
		else if (character === '"') quoted = !quoted;
		else if (character === "," && !quoted) {
			fields.push(text.slice(from, i).trim());
			from = i + 1;
		}
	}
	fields.push(text.slice(from).trim());
	return fields;
}

/** Whether a parameter is a number, by its look. */
export const isInteger = (field: string): boolean => /^-?(?:\d+|0x[\dA-Fa-f]+)$/.test(field);
