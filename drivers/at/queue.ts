import type { Request } from "drivers/at/request";

/** Requests linked by themselves: a queue that cannot overflow and takes nothing. */
export class Queue {
	/** @internal */ first: Request | undefined;
	/** @internal */ last: Request | undefined;

	get length(): number {
		let count = 0;
		for (let it = this.first; it; it = it.nextRequest) count++;
		return count;
	}

	append(request: Request): void {
		request.queued = true;
		request.nextRequest = undefined;
		if (this.last) this.last.nextRequest = request;
		else this.first = request;
		this.last = request;
	}

	prepend(request: Request): void {
		request.queued = true;
		request.nextRequest = this.first;
		this.first = request;
		if (!this.last) this.last = request;
	}

	/** The first, taken out. */
	shift(): Request | undefined {
		const request = this.first;
		if (!request) return undefined;
		this.first = request.nextRequest;
		if (!this.first) this.last = undefined;
		request.nextRequest = undefined;
		request.queued = false;
		return request;
	}

	/** @returns whether it was there */
	remove(request: Request): boolean {
		let previous: Request | undefined;
		for (let it = this.first; it; it = it.nextRequest) {
			if (it === request) {
				if (previous) previous.nextRequest = it.nextRequest;
				else this.first = it.nextRequest;
				if (this.last === it) this.last = previous;
				it.nextRequest = undefined;
				it.queued = false;
				return true;
			}
			previous = it;
		}
		return false;
	}
}
