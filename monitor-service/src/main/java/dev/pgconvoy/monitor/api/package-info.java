/// The REST API: request, watch and cancel migrations over HTTP. Passwords are sealed before anything else sees them;
/// every refusal is a problem document that names the field and the remedy.
@NullMarked
package dev.pgconvoy.monitor.api;

import org.jspecify.annotations.NullMarked;
