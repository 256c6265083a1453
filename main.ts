// A thermometer that publishes over a WFI32: the sample product. What it does is in app/product.ts.
import { Product } from "app/product";
import { settings } from "app/settings";

new Product(settings);
