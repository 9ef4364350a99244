/// From what the user typed to a migration request: URIs, passwords from where libpq looks for them, ids.
@NullMarked
package dev.pgconvoy.launcher.request;

import org.jspecify.annotations.NullMarked;
