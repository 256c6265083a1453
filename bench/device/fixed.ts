// The sample product in a heap of fixed size: its modules are there already, as in a device's flash.
import { Product } from "app/product";
import { settings } from "app/settings";
import config from "mc/config";

declare const hostNatives: { fixHeap(slots: number, bytes: number): void };
const { heap } = config as unknown as { heap: { slots: number; chunks: number } };
hostNatives.fixHeap(heap.slots, heap.chunks);
new Product(settings);
