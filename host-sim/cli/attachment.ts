/** Where a host finds the virtual module's UART: what both ways of attaching one have in common. */
export interface Attachment {
	/** For people: where it is. */
	readonly place: string;
	/** Gives bytes to whoever is attached; lost when nobody is. */
	send(bytes: Uint8Array): void;
	close(): Promise<void>;
}

export interface AttachmentEvents {
	onReceive(bytes: Uint8Array): void;
	/** A line for people: somebody came, or left. */
	onNote(text: string): void;
	/** It is of no further use. */
	onLost(error: Error): void;
}
