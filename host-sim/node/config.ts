/** "mc/config": the values handed over at launch. */
import { theBoard } from "./board";

export default Object.freeze(JSON.parse(theBoard().config)) as Record<string, unknown>;
