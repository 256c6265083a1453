import type { Command } from "./command";
import type { Chapter, Core } from "./core";

/** Reference 7.14–7.16: who made it, what it is, which revision. */
export class Identity implements Chapter {
	readonly commands: readonly Command[];

	constructor({ capabilities, format }: Core) {
		const { manufacturer, model, revision } = capabilities.identity;
		const answer = (name: string, heading: string, fields: readonly string[]): Command => ({
			name,
			forms: [""],
			run(_parameters, reply) {
				reply.line(format.line(heading, fields, capabilities.identitySeparator));
				return undefined;
			},
		});
		this.commands = [
			answer("GMI", "+GMI", [manufacturer]),
			answer("GMM", "+GMM", [model]),
			answer("GMR", capabilities.revisionName, revision),
		];
	}

	stop(): void {}
}
