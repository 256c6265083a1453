/** What the product uses of `embedded:network/mqtt/client` (ECMA-419 25), and of the module's own service. */
export interface MQTT {
	read(count: number): ArrayBuffer | undefined;
	write(
		data: Uint8Array | null,
		options: {
			operation?: number;
			id?: number;
			topic?: string;
			QoS?: number;
			retain?: boolean;
			items?: { topic: string; QoS: number }[];
		},
	): number;
	close(): void;
}

export type StandardMQTT = new (options: Record<string, unknown> & { host: string }) => MQTT;
