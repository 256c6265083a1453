// "embedded:io/socket/listener" (ECMA-419 10.13)

import { Listener, type ListenerOptions } from "wfi32/listener";
import { bound } from "wfi32/standard/bound";

export type { ListenerOptions };

type Instance = Listener;

const StandardListener = bound<ListenerOptions, Instance>(Listener, "Listener");
type StandardListener = Instance;

export default StandardListener;
