/// `docs/reliability.md`, to which several measurements contribute, each with its own sections.
@NullMarked
package dev.pgconvoy.it.reliability;

import org.jspecify.annotations.NullMarked;
