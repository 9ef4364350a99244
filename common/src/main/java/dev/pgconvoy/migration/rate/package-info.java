/// How fast workers may copy: what is limited, and by whom.
@NullMarked
package dev.pgconvoy.migration.rate;

import org.jspecify.annotations.NullMarked;
