/** Single figures, as sentences need them: undefined where they were not measured. */
import type { PageFigures } from "../figures";
import type { Goodput } from "../goodput";
import type { StreamCost } from "../stream";

/** Of a received byte. */
export const received = ({ receive }: PageFigures, stream: string, chunk: number, reader = "ours") =>
	receive.find((it) => it.stream === stream && it.chunk === chunk && it.reader === reader)?.instructions;

/** What an object must have to be meant: everything that is named. */
const fits = <T extends object>(it: T, wanted: Partial<T>) =>
	Object.entries(wanted).every(([name, value]) => it[name as keyof T] === value);

export const connection = ({ streams }: PageFigures, wanted: Partial<StreamCost>) =>
	streams.find((it) => fits(it, { chunk: 64, capacity: 2048, ...wanted }));

export const flow = ({ goodput }: PageFigures, wanted: Partial<Goodput>) =>
	goodput.find((it) => fits(it, { capacity: 2048, ...wanted }));
