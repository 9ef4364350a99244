/// Secrets that never show: references that are resolved late, values sealed with AES-256-GCM, and a wrapper that
/// redacts itself.
@NullMarked
package dev.pgconvoy.secret;

import org.jspecify.annotations.NullMarked;
