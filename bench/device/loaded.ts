// Nothing but the sample product's modules, loaded: on a device they lie in flash.
import "app/product";
import "app/settings";
