// The sample product as main.ts starts it, and somebody in it who tells the launcher what the driver knows, when asked.

import { Product } from "app/product";
import { settings } from "app/settings";
import { onMessage, post } from "host/channel";

const product = new Product(settings);

onMessage(() => {
	const module = product.module;
	post(JSON.stringify(module ? { status: module.status, diagnostics: module.diagnostics } : {}));
});
