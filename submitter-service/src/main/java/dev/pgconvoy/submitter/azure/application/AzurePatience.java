package dev.pgconvoy.submitter.azure.application;

import dev.pgconvoy.azure.Backoff;
import java.time.Duration;

/// How long to try and to wait.
///
/// @param retryFor how long what may pass is tried again
/// @param pollInterval between looks at a deployment that runs
/// @param settling how long nothing must be there before it counts as never made, or as gone
public record AzurePatience(Duration retryFor, Duration pollInterval, Duration settling, Backoff backoff) {}
