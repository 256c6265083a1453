import type { ReleaseName } from "../../host-sim/module/index";
import type { Bench } from "../../host-sim/testing/device";
import { type Stack, stack } from "../support/stack";

/** Further things for the bench: networks to be found, and what the radio says of them. */
export function radioCommands({ world, module }: Stack) {
	return {
		addNetwork: (options: Parameters<typeof world.radio.add>[0]) => {
			world.radio.add(options);
		},
		hang: () => module.hang(),
		/** MQTT sessions that the broker has. */
		sessions: () => world.broker?.sessions.length ?? 0,
	};
}

/** Two modules on two UARTs of one board, each with a network of its own; commands of the second end in "2". */
export function twoModules(release: ReleaseName): Bench {
	const first = stack({ release }, radioCommands);
	const second = stack({ release, clock: first.clock }, radioCommands);
	const commands = { ...first.commands };
	for (const [name, command] of Object.entries(second.commands ?? {})) commands[`${name}2`] = command;
	return {
		...first,
		ports: { ...first.ports, 1: second.ports?.[0] as NonNullable<Bench["ports"]>[number] },
		commands,
		close: () => {
			first.close?.();
			second.close?.();
		},
	};
}
