/// What campaigns of seeded runs have in common: which seeds, of which commit a
/// record is, and `docs/reliability.md`, to which several of them contribute, each
/// with its own sections.
@NullMarked
package dev.pgconvoy.campaign;

import org.jspecify.annotations.NullMarked;
