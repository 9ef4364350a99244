/// Keeps docs/asyncapi.yaml true: topics, headers, every property of every record, every bound that a test can see.
@NullMarked
package dev.pgconvoy.contract;

import org.jspecify.annotations.NullMarked;
