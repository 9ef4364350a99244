/// Reads fleet files: YAML or JSON, each fault with its line and column.
@NullMarked
package dev.pgconvoy.launcher.fleet.file;

import org.jspecify.annotations.NullMarked;
