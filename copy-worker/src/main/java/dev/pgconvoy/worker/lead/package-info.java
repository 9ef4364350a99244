/// Who leads a migration, as the target server knows it, and how it ends (ADR 10). One leader session at a
/// time, an epoch that grows with every leader, an end that is decided once.
@NullMarked
package dev.pgconvoy.worker.lead;

import org.jspecify.annotations.NullMarked;
