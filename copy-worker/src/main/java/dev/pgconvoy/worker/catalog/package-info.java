/// What the source database holds, read in the snapshot: tables with their sizes and columns, sequences, materialized
/// views, large objects.
@NullMarked
package dev.pgconvoy.worker.catalog;

import org.jspecify.annotations.NullMarked;
