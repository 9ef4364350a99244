/// What campaigns of seeded runs have in common: which seeds, and of which commit a record is.
@NullMarked
package dev.pgconvoy.it.campaign;

import org.jspecify.annotations.NullMarked;
