/// Texts that came from elsewhere, made fit for an event: bounded, and with a known size as JSON.
@NullMarked
package dev.pgconvoy.text;

import org.jspecify.annotations.NullMarked;
